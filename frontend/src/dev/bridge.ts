// A stand-in for the program while looking at pages without one: answers with invented data.
const groups = "AGE- SECR ET-K EY-1 QZ7F 2MWK 9XPL T4VD R8NC H3SJ 6YGA U5EB 0KQW M2ZX P9TL D7VR C4NH".split(
  " ",
);
const preferences = {
  language: "fi",
  theme: "light",
  textSize: 100,
  density: "normal",
  letterKeys: true,
  lockMinutes: 10,
  firm: "Piha ja Metsä Saarela",
};

export function standIn(theme: string, language: string): void {
  const state = (name: string) => ({
    state: name,
    firm: preferences.firm,
    dir: "~/Kortisto",
    reason: "idle",
    since: "2026-11-23T12:32:00Z",
    stopped: [],
    notes: [],
    problem: null,
    preferences: { ...preferences, theme, language },
    today: "2026-11-23",
    version: "0.1.0",
  });
  const Session = {
    State: async () => state("open"),
    SuggestPassphrase: async () => ["kuura", "lanttu", "tyyni", "ruuti", "piha", "askel"],
    Create: async () => ({ groups, ask: [4, 7, 11, 15], pdf: "" }),
    SaveRecoverySheet: async () => "palautuslehti.pdf",
    ConfirmRecovery: async () => undefined,
    Unlock: async (typed: string) => {
      if (typed === "kuura") return state("open");
      throw '[{"code":"passphrase-wrong"}]';
    },
    Lock: async () => state("locked"),
    FillDemo: async () => undefined,
    Cancel: async () => undefined,
    Used: async () => undefined,
  };
  Object.assign(globalThis, { go: { desktop: { Session } } });
}
