// For looking at the parts and the shell without a register: ?show=shell, ?theme=dark, ?lang=sv.
import { mount } from "svelte";

import "../app.css";
import { languages, setLanguage } from "../i18n";
import { setAppearance, type Density, type TextSize, type Theme } from "../shared/appearance.svelte";
import { listenToKeys } from "../shared/keys.svelte";
import { session } from "../shell/session.svelte";
import Shell from "../shell/Shell.svelte";
import PartsPage from "./PartsPage.svelte";

const asked = new URLSearchParams(location.search);
const wanted = asked.get("lang");
setLanguage(languages.find((known) => known === wanted) ?? "fi");
setAppearance({
  theme: (asked.get("theme") ?? "system") as Theme,
  textSize: Number(asked.get("text") ?? 100) as TextSize,
  density: (asked.get("density") ?? "normal") as Density,
});
listenToKeys();
session.firm = "Piha ja Metsä Saarela";
session.phase = "open";
mount(asked.get("show") === "shell" ? Shell : PartsPage, { target: document.getElementById("app")! });
