// Theme, text size and density. Kept by the program's settings; here they are only applied to the page.

export type Theme = "system" | "light" | "dark";
export type TextSize = 100 | 115 | 130;
export type Density = "normal" | "airy" | "compact";

export interface Appearance {
  theme: Theme;
  textSize: TextSize;
  density: Density;
}

const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
const rowRem: Record<Density, number> = { normal: 2.25, airy: 2.75, compact: 1.875 };

let chosen = $state<Appearance>({ theme: "system", textSize: 100, density: "normal" });
let dark = $state(systemDark.matches);
systemDark.addEventListener("change", (event) => {
  dark = event.matches;
  paint();
});

export function appearance(): Readonly<Appearance> {
  return chosen;
}

export function setAppearance(next: Partial<Appearance>): void {
  chosen = { ...chosen, ...next };
  paint();
}

export function isDark(): boolean {
  return chosen.theme === "dark" || (chosen.theme === "system" && dark);
}

/** Height of a table row in pixels, as the present density and text size make it. */
export function rowHeight(): number {
  return rowRem[chosen.density] * 16 * (chosen.textSize / 100);
}

export function paint(): void {
  const { dataset } = document.documentElement;
  dataset.theme = isDark() ? "dark" : "light";
  dataset.text = String(chosen.textSize);
  dataset.density = chosen.density;
}
