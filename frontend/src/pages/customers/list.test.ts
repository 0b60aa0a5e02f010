import { expect, it } from "vitest";

import type { CustomerRow } from "$lib/api/customers";

import { foundIn, leaving } from "./found";
import { nearest } from "./list.svelte";

const row = (change: Partial<CustomerRow>): CustomerRow => ({
  id: "a",
  number: "1042",
  name: "Helvi Esimerkki",
  kind: "person",
  street: "Kaislakuja 3",
  postcode: "71800",
  town: "Siilinjärvi",
  phone: "+358 40 555 0162",
  email: "helvi@posti.example",
  marketing: false,
  lastNeeded: "2026-03-12",
  eraseOn: "2029-03-13",
  held: false,
  restricted: false,
  match: "",
  ...change,
});

it.each([
  ["street", "lähiosoite", "Kaislakuja 3"],
  ["name", "nimi", ""],
  ["contacts", "yhteydenotto", ""],
  ["persons", "yhteyshenkilö", ""],
])("says in which field a search was found: %s", (match, word, text) => {
  expect(foundIn(row({ match }))).toEqual({ word, text });
});

it.each([
  [{ held: true, eraseOn: "2020-01-01" }, "hold"],
  [{ eraseOn: "2026-11-21" }, "due"],
  [{ eraseOn: "2026-12-21" }, "soon"],
  [{ eraseOn: "2026-12-22" }, undefined],
  [{ eraseOn: "" }, undefined],
])("marks %o as %s", (change, status) => {
  expect(leaving(row(change), "2026-11-21")).toBe(status);
});

it("offers the name that is found when letters are left out from the end", async () => {
  const asked: string[] = [];
  const near = await nearest("räsänenx", async (text) => {
    asked.push(text);
    return text === "räsänen" ? [row({ name: "Räsänen", match: "name" })] : [];
  });
  expect(near.map((each) => each.name)).toEqual(["Räsänen"]);
  expect(asked).toEqual(["räsänen"]);
});

it("gives up after five letters instead of offering anybody", async () => {
  const asked: string[] = [];
  await nearest("abcdefghij", async (text) => {
    asked.push(text);
    return [];
  });
  expect(asked).toHaveLength(5);
});
