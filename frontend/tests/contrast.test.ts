import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

// The tokens are read as written, and every pair that may meet on the screen is computed (WCAG 2.2, 1.4.3 and 1.4.11).
const css = readFileSync("src/shared/tokens.css", "utf8");
const light = block(/:root \{([\s\S]*?)\n\}/);
const dark = { ...light, ...block(/:root\[data-theme="dark"\] \{([\s\S]*?)\n\}/) };

const grounds = ["surface", "canvas", "rail", "sunken", "raised", "hover"];
const statuses = ["due", "soon", "law", "hold", "done"];
const pairs: [ink: string, grounds: string[], least: number][] = [
  ["text", [...grounds, "accent-weak", "mark"], 4.5],
  ["text-2", [...grounds, "accent-weak"], 4.5],
  ["text-3", grounds, 4.5],
  ["accent-text", [...grounds, "accent-weak"], 4.5],
  ["on-accent", ["accent", "accent-hover"], 4.5],
  ["surface", ["text"], 4.5],
  ["line-strong", grounds, 3],
  ["focus", grounds, 3],
  ...statuses.map((s): [string, string[], number] => [s, [`${s}-bg`, ...grounds, "accent-weak"], 4.5]),
  ...statuses.map((s): [string, string[], number] => [`${s}-mark`, ["surface"], 3]),
  ["later-mark", ["surface"], 3],
];

describe.each([
  ["light", light],
  ["dark", dark],
])("in the %s theme", (_, tokens) => {
  it.each(pairs)("%s can be read on %j, at least %d : 1", (ink, on, least) => {
    for (const ground of on) {
      expect(contrast(tokens[ink]!, tokens[ground]!), `${ink} on ${ground}`).toBeGreaterThanOrEqual(least);
    }
  });
});

it("finds the tokens in the file", () => {
  expect(Object.keys(light).length).toBeGreaterThan(30);
  expect(dark.surface).not.toBe(light.surface);
});

function block(pattern: RegExp): Record<string, string> {
  const body = pattern.exec(css)?.[1] ?? "";
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1]!, m[2]!]));
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
