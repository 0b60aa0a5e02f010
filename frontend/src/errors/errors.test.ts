import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { languages, setLanguage } from "$lib/i18n";

import { AppError, errorText, toAppError } from ".";
import { errorTexts } from "./table";

/** What the program itself lists as its codes. */
function programCodes(): string[] {
  const file = "../app/codes.go";
  const body = /var codes = \[\]string\{([\s\S]*?)\n\}/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  return [...body.replace(/\/\/.*/g, "").matchAll(/"([^"]+)"/g)].map((match) => match[1]!);
}

describe("the table of errors", () => {
  it.skipIf(!existsSync("../app/codes.go"))("has a sentence for every code of the program", () => {
    const codes = programCodes();
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !Object.hasOwn(errorTexts, code))).toEqual([]);
  });

  it.each([...languages])("says something of its own in %s", (language) => {
    setLanguage(language);
    const texts = Object.keys(errorTexts).map((code) => errorText({ code }));
    expect(texts.filter((text) => text.length < 8 || text.startsWith("error_"))).toEqual([]);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe("what a call is rejected with", () => {
  it("becomes sentences beside their fields", () => {
    const error = toAppError('[{"code":"name-missing","field":"name"},{"code":"disk-full"}]');
    expect(error).toBeInstanceOf(AppError);
    expect(error.for("name")).toBe("Kirjoita nimi.");
    expect(error.for("phone")).toBeUndefined();
    expect(error.besides(["name"])).toEqual(["Levy on täynnä. Viimeinen muutos odottaa."]);
    expect(error.has("disk-full")).toBe(true);
  });

  it("is read out of the Error in which the bridge wraps it", () => {
    const error = toAppError(new Error('[{"code":"name-missing","field":"name"}]'));
    expect(error.for("name")).toBe("Kirjoita nimi.");
  });

  it("says the repair where the program knows it", () => {
    const error = toAppError('[{"code":"business-id-check","field":"businessId","args":{"expected":"1"}}]');
    expect(error.for("businessId")).toContain("voisi olla 1");
    expect(errorText({ code: "number-taken", args: { number: "1042" } })).toBe("Numero 1042 on jo käytössä.");
    expect(errorText({ code: "postcode-odd", args: { suggestion: "00100" } })).toContain("00100");
  });

  it.each([
    ["raw text of the bridge", "json: cannot unmarshal number into Go value"],
    ["an Error", new Error("boom")],
    ["JSON that is no list", '{"code":"disk-full"}'],
    ["a list of something else", "[1, null]"],
    ["nothing", undefined],
    ["a code from another time", '[{"code":"constructor"}]'],
  ])("is told as internal when it is %s", (_, reason) => {
    expect(toAppError(reason).text).toBe(errorText({ code: "internal" }));
  });
});
