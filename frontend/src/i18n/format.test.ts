import { describe, expect, it } from "vitest";

import {
  compareText,
  day,
  dayInput,
  daysUntil,
  fileSize,
  language,
  languages,
  m,
  money,
  number,
  preferredLanguage,
  setLanguage,
  time,
} from ".";

const words = { today: "tänään", yesterday: "eilen" };

describe("numbers, days and money", () => {
  it.each([...languages])("are written the same in %s", (chosen) => {
    setLanguage(chosen);
    expect(day("2026-12-07")).toBe("7.12.2026");
    expect(time("2026-11-23T12:32:00Z")).toBe("14.32");
    expect(time("2026-07-01T05:05:00Z")).toBe("8.05");
    expect(number(1204)).toBe("1\u00a0204");
    expect(money(120450)).toBe("1\u00a0204,50\u00a0€");
  });

  it.each([
    [0, "0,00\u00a0€"],
    [5, "0,05\u00a0€"],
    [-120405, "−1\u00a0204,05\u00a0€"],
    [123456789, "1\u00a0234\u00a0567,89\u00a0€"],
  ])("%d cents", (cents, text) => expect(money(cents)).toBe(text));

  it("leave alone what is not a day", () => expect(day("soon")).toBe("soon"));

  it("write file sizes in decimal units", () => {
    expect([0, 999, 12_400, 3_400_000, 2_000_000].map(fileSize)).toEqual(
      ["0 B", "999 B", "12 kB", "3,4 MB", "2 MB"].map((text) => text.replace(" ", "\u00a0")),
    );
  });
});

describe("a typed day", () => {
  it.each([
    ["5.12.", "2026-12-05"],
    ["5.12", "2026-12-05"],
    ["5.12.26", "2026-12-05"],
    ["5. 12. 2027", "2027-12-05"],
    ["2027-1-5", "2027-01-05"],
    ["tänään", "2026-11-21"],
    ["Eilen", "2026-11-20"],
    ["+14", "2026-12-05"],
    ["-1", "2026-11-20"],
    ["3.1.", "2027-01-03"], // nearest, not the one that has passed long ago
    ["29.2.2024", "2024-02-29"],
  ])("%s is understood", (typed, iso) => expect(dayInput(typed, "2026-11-21", words)).toBe(iso));

  it.each(["29.2.2026", "31.4.", "0.1.2026", "12", "5/12/2026", ""])("%j is not a day", (typed) =>
    expect(dayInput(typed, "2026-11-21", words)).toBeNull(),
  );

  it("is counted in whole days across daylight saving", () => {
    expect(daysUntil("2026-03-28", "2026-03-30")).toBe(2);
    expect(daysUntil("2026-10-26", "2026-10-24")).toBe(-2);
  });
});

describe("the language", () => {
  it("repaints texts at once", () => {
    expect(m.undo()).toBe("Kumoa");
    setLanguage("sv");
    expect(m.undo()).toBe("Ångra");
    expect(language()).toBe("sv");
    expect(document.documentElement.lang).toBe("sv");
  });

  it.each([
    [["sv-FI", "fi"], "sv"],
    [["de", "en-GB"], "en"],
    [["de"], "fi"],
    [[], "fi"],
  ])("of a person with %j is %s", (wanted, chosen) => expect(preferredLanguage(wanted)).toBe(chosen));

  it.each([
    ["fi", ["Aalto", "Zetterberg", "Åberg", "Ääpälä", "Örn"]],
    ["sv", ["Aalto", "Zetterberg", "Åberg", "Ääpälä", "Örn"]],
  ] as const)("%s puts å ä ö last", (chosen, names) => {
    setLanguage(chosen);
    expect([...names].reverse().sort(compareText)).toEqual(names);
  });

  it("has plurals", () => {
    expect(m.progress_left({ count: 1 })).toContain("sekunti");
    expect(m.progress_left({ count: 4 })).toContain("4 sekuntia");
  });
});
