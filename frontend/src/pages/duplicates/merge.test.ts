import { expect, it } from "vitest";

import type { MergeOffer } from "$lib/api/duplicates";

import { differing, equal, keptSide, proposed, taken } from "./merge";

const side = (customer: object, gaps: string[]) => ({
  customer: { persons: [], ...customer },
  moves: [],
  gaps,
});
const offer = {
  left: side({ number: "1001", name: "Aino", phone: "", town: "Kuopio", street: "" }, ["phone"]),
  right: side({ number: "1002", name: "Aino M", phone: "1", town: "Kuopio", street: "" }, []),
  fields: ["number", "name", "street", "town", "phone"],
  by: ["name"],
} as unknown as MergeOffer;

it("asks only about fields that differ, and folds the equal ones that say something", () => {
  expect(differing(offer)).toEqual(["number", "name", "phone"]);
  expect(equal(offer)).toEqual(["town"]);
});

it("proposes the left card's values, and the right one's where the left has none", () => {
  const choices = proposed(offer);
  expect(choices).toEqual({ number: "left", name: "left", phone: "right" });
  expect(taken(choices)).toEqual(["phone"]);
});

it("keeps the card whose number is chosen, and takes the rest from the other", () => {
  const choices = { ...proposed(offer), number: "right" as const };
  expect(keptSide(choices)).toBe("right");
  expect(taken(choices)).toEqual(["name"]);
});
