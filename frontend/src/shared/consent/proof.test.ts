import { expect, it } from "vitest";

import type { Wording } from "$lib/api/mailing";
import { toAppError } from "$lib/errors";

import { newest, unproven, unprovenError } from "./proof";

const wording = (name: string, version: number): Wording => ({
  id: `${name}${version}`,
  name,
  version,
  language: "fi",
  text: `${name} ${version}?`,
  addedOn: "2026-01-01",
});

it("offers only the newest version of each wording", () => {
  const offered = newest([
    wording("Messut", 1),
    wording("Kirje", 2),
    wording("Kirje", 10),
    wording("Kirje", 9),
  ]);
  expect(offered.map((each) => each.id)).toEqual(["Kirje10", "Messut1"]);
  expect(newest([wording("constructor", 1)]).map((each) => each.id)).toEqual(["constructor1"]);
});

it("a permission needs its words or its source, a withdrawal neither", () => {
  expect(unproven(true, " ", "\n")).toBe(true);
  expect(unproven(true, "Saako lähettää?", "")).toBe(false);
  expect(unproven(true, "", "Messut 2026")).toBe(false);
  expect(unproven(false, "", "")).toBe(false);
  expect(toAppError(unprovenError).for("wording")).toBeTruthy();
});
