import { describe, expect, it } from "vitest";

import { clock, clockInput, lengthInput, lengthText } from "./words";

describe("a time of day", () => {
  it.each([
    ["14.32", "14:32"],
    ["14:32", "14:32"],
    ["1432", "14:32"],
    ["932", "09:32"],
    ["9", "09:00"],
    [" 9.05 ", "09:05"],
    ["", ""],
    ["24.00", null],
    ["12.60", null],
    ["9.5", null],
    ["iltana", null],
  ])("%j is %j", (typed, want) => expect(clockInput(typed)).toBe(want));
  it("is written with a point", () => {
    expect(clock("09:05:30")).toBe("9.05");
    expect(clock("")).toBe("");
  });
});

describe("a length", () => {
  it.each([
    ["", 0],
    ["4", 240],
    ["4.30", 270],
    ["4:05", 245],
    ["4.75", null],
    ["4,5", null],
    ["pitkä", null],
  ])("%j is %j", (typed, want) => expect(lengthInput(typed)).toBe(want));
  it("comes back as it was typed", () => {
    for (const seconds of [0, 60, 270, 245, 3599]) expect(lengthInput(lengthText(seconds))).toBe(seconds);
  });
});
