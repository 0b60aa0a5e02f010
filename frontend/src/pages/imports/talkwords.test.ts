import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import type { HistoryPreview } from "$lib/api/histories";
import { languages, setLanguage } from "$lib/i18n";

import { swapped } from "./days";
import { findingTexts, findingWords, formatName } from "./talkwords";

const source = "../app/exchange/talk";
const program = existsSync(source)
  ? readdirSync(source)
      .filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"))
      .map((name) => readFileSync(`${source}/${name}`, "utf8"))
      .join("\n")
  : "";
const all = (pattern: RegExp) => [...new Set([...program.matchAll(pattern)].map((match) => match[1]!))];

describe.skipIf(program === "")("words for what the program finds in files", () => {
  const codes = all(/= "(talk-[a-z-]+)"/g);

  it("are there for every code, and for no other", () => {
    expect(codes.length).toBeGreaterThan(15);
    expect(Object.keys(findingWords).sort()).toEqual(codes.sort());
  });

  it.each([...languages])("say something of its own in %s", (language) => {
    setLanguage(language);
    const texts = codes.map((code) => findingWords[code]!({}));
    expect(texts.filter((text) => text.length < 8 || text.startsWith("talk_"))).toEqual([]);
    expect(new Set(texts).size).toBe(texts.length);
    setLanguage("fi");
  });

  it("name every format", () => {
    const formats = all(/\bid:\s+"([a-z0-9-]+)"/g);
    expect(formats.length).toBeGreaterThan(20);
    expect(formats.filter((format) => formatName(format) === format)).toEqual([]);
  });
});

it("says what was found once, and how often", () => {
  const finding = (code: string, args: Record<string, string> = {}) => ({ code, args });
  const preview = {
    files: [
      { findings: [finding("talk-row-unread"), finding("talk-day-order"), finding("talk-row-unread")] },
      { findings: [finding("talk-encrypted", { count: "3" })] },
    ],
  } as unknown as HistoryPreview;
  expect(findingTexts(preview)).toEqual([
    "Rivillä ei ollut luettavaa aikaa. Se jäi pois. (2 kertaa)",
    "Salattuja viestejä, joita ei voi lukea: 3.",
  ]);
});

it("swaps day and month only where both readings are days", () => {
  expect(swapped("2026-06-07")).toBe("2026-07-06");
  expect(swapped("2026-06-13")).toBe("");
  expect(swapped("2026-06-06")).toBe("");
  expect(swapped("")).toBe("");
});
