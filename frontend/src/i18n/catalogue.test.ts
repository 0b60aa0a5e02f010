import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

import { messageFaults, readCatalogues } from "./catalogue.js";

const root = process.cwd();

describe("the catalogues", () => {
  it("have the same keys and parameters in every language", () => {
    expect(messageFaults(root)).toEqual([]);
  });

  it("are read at all", () => {
    const { catalogues, languages } = readCatalogues(root);
    expect(languages).toEqual(["fi", "sv", "en"]);
    for (const language of languages) expect(catalogues[language]!.size).toBeGreaterThan(100);
  });

  it("never shout and never say virhe", () => {
    const { catalogues } = readCatalogues(root);
    for (const [language, all] of Object.entries(catalogues)) {
      for (const [key, { text }] of all) {
        expect(JSON.stringify(text), `${language} ${key}`).not.toMatch(/[^=]!|\bvirhe\b/i);
      }
    }
  });
});

describe("a fault in a catalogue is found", () => {
  const copy = mkdtempSync(join(tmpdir(), "messages-"));
  afterAll(() => rmSync(copy, { recursive: true }));

  const faultsAfter = (change: (sv: Record<string, unknown>) => void) => {
    for (const part of ["project.inlang/settings.json", "src/i18n/fi", "src/i18n/sv", "src/i18n/en"]) {
      cpSync(join(root, part), join(copy, part), { recursive: true });
    }
    const file = join(copy, "src/i18n/sv/shared.json");
    const sv = JSON.parse(readFileSync(file, "utf8"));
    change(sv);
    writeFileSync(file, JSON.stringify(sv));
    return messageFaults(copy);
  };

  it("when a key is missing", () => {
    expect(faultsAfter((sv) => delete sv.close)).toEqual(['./src/i18n/sv/shared.json: "close" is missing']);
  });
  it("when a key is one too many", () => {
    expect(faultsAfter((sv) => (sv.extra = "x"))).toEqual([
      './src/i18n/sv/shared.json: "extra" is not in fi',
    ]);
  });
  it("when a parameter is lost in translation", () => {
    expect(faultsAfter((sv) => (sv.select_row = "Välj"))).toHaveLength(1);
  });
  it("when a text is empty", () => {
    expect(faultsAfter((sv) => (sv.close = " "))).toEqual(['./src/i18n/sv/shared.json: "close" is empty']);
  });
  it("when a key stands in two files", () => {
    expect(faultsAfter((sv) => (sv.menu = "Meny")).join()).toContain('"menu" is already in');
  });
});
