// For looking at pages without a register: ?show=shell|lock|blocked|first&step=…, ?theme=dark, ?lang=sv.
import { mount } from "svelte";

import "../app.css";
import { languages, setLanguage } from "../i18n";
import FirstRun from "../pages/firstrun/FirstRun.svelte";
import { Setup, type Step } from "../pages/firstrun/setup.svelte";
import Blocked from "../pages/lock/Blocked.svelte";
import Lock from "../pages/lock/Lock.svelte";
import { setAppearance, type Density, type TextSize, type Theme } from "../shared/appearance.svelte";
import { listenToKeys } from "../shared/keys.svelte";
import { session } from "../shell/session.svelte";
import Shell from "../shell/Shell.svelte";
import { standIn } from "./bridge";
import PartsPage from "./PartsPage.svelte";

const asked = new URLSearchParams(location.search);
const wanted = asked.get("lang");
const chosen = languages.find((known) => known === wanted) ?? "fi";
setLanguage(chosen);
setAppearance({
  theme: (asked.get("theme") ?? "system") as Theme,
  textSize: Number(asked.get("text") ?? 100) as TextSize,
  density: (asked.get("density") ?? "normal") as Density,
});
standIn(asked.get("theme") ?? "system", chosen);
listenToKeys();
Object.assign(session, {
  firm: "Piha ja Metsä Saarela",
  phase: "open",
  reason: "idle",
  since: "2026-11-23T12:32:00Z",
  dir: "~/Kortisto",
  problem: { code: "vault-damaged" },
});

async function begun(step: Step): Promise<Setup> {
  const setup = new Setup();
  if (step === "recovery") await setup.create();
  setup.step = step;
  return setup;
}

const target = document.getElementById("app")!;
const shown = asked.get("show");
if (shown === "first") {
  const setup = await begun((asked.get("step") ?? "language") as Step);
  mount(FirstRun, { target, props: { setup } });
} else {
  mount(shown === "shell" ? Shell : shown === "lock" ? Lock : shown === "blocked" ? Blocked : PartsPage, {
    target,
  });
}
