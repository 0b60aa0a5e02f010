import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Find, Redaction } from "$lib/api/subjects";

import { Erasing } from "./erasing.svelte";
import { asideWords, coverable, findDetail, findTitle, matchedWords } from "./foundwords";
import { OpenRequest } from "./open.svelte";
import { characters, covered, units, withAll, withPlace } from "./places";

const find = (over: Partial<Find> = {}): Find => ({
  id: "f1",
  requestId: "r1",
  register: "contacts",
  record: "x",
  customerId: "c1",
  title: "",
  detail: "",
  count: 4,
  from: "2021-11-03",
  to: "2025-12-15",
  matched: ["number"],
  same: "yes",
  until: "",
  redactions: [],
  card: "1042 Helvi Mäkinen",
  certain: true,
  aside: "",
  ...over,
});

it("says what was found in the register's own words", () => {
  expect(findTitle(find())).toBe("4 yhteydenottoa");
  expect(findDetail(find())).toBe("3.11.2021–15.12.2025");
  expect(findTitle(find({ register: "customers", title: "1042", count: 1 }))).toBe("Asiakaskortti 1042");
  const elsewhere = find({
    register: "contact_persons",
    title: "H. Mäkinen",
    count: 1,
    from: "",
    to: "",
    certain: false,
    card: "2001 Hiekkarannan Huolto Oy",
    matched: ["phone", "name-like"],
  });
  expect(findTitle(elsewhere)).toBe("Yhteyshenkilö: H. Mäkinen");
  expect(findDetail(elsewhere)).toBe("kortilla 2001 Hiekkarannan Huolto Oy");
  expect(matchedWords(elsewhere)).toBe("Sama puhelin, samanlainen nimi");
});

it("tells what was not looked into", () => {
  expect(asideWords(find({ aside: "copies", count: 2 }))).toContain("2 rekisteristä vietyä tiedostoa");
  expect(asideWords(find({ aside: "erased-before", from: "2025-01-02" }))).toContain("2.1.2025");
});

it("covers only texts of the person", () => {
  expect(coverable(find())).toBe(true);
  expect(coverable(find({ same: "no" }))).toBe(false);
  expect(coverable(find({ register: "consents" }))).toBe(false);
});

const text = { record: "x", column: "text", text: "😀 Äiti Pirjo soitti" };
const place = (start: number, end: number): Redaction => ({
  record: "x",
  column: "text",
  start,
  end,
  reason: "third-party",
});

it("counts places in characters, also where the field counts a character as two", () => {
  expect(characters(text.text, 3)).toBe(2);
  expect(units(text.text, 2)).toBe(3);
  expect(covered(text, place(7, 12))).toBe("Pirjo");
});

it("joins places that touch, and proposes nothing twice", () => {
  expect(withPlace([place(0, 3)], place(3, 6))).toEqual([place(0, 6)]);
  expect(withPlace([place(0, 3)], place(5, 5))).toEqual([place(0, 3)]);
  expect(withAll([place(0, 6)], [place(1, 3), place(8, 9)])).toEqual([place(0, 6), place(8, 9)]);
  expect(withPlace([place(0, 3)], { ...place(0, 3), record: "y" })).toHaveLength(2);
});

const plan = (digest = "d1", open = 0) => ({
  requestId: "r1",
  today: "2026-11-23",
  lines: [],
  open,
  count: 14,
  digest,
});
const ErasePlan = vi.fn();
const Erase = vi.fn();
beforeEach(() => {
  vi.stubGlobal("go", {
    desktop: { Subjects: { ErasePlan, Erase }, Requests: { Page: async () => ({ finds: [] }) } },
  });
  ErasePlan.mockReset().mockResolvedValue(plan());
  Erase.mockReset();
});
afterEach(() => vi.unstubAllGlobals());

it("erases only when the typed number is the plan's, and nobody is left undecided", async () => {
  const page = new Erasing(new OpenRequest("r1"));
  await page.load();
  page.typed = "13";
  await page.erase();
  expect(Erase).not.toHaveBeenCalled();
  page.typed = "14";
  expect(page.ready).toBe(true);
  ErasePlan.mockResolvedValue(plan("d1", 1));
  await page.load();
  expect(page.ready).toBe(false);
});

it("sends the digest that was seen; when the data changed, shows the new list and asks again", async () => {
  const page = new Erasing(new OpenRequest("r1"));
  await page.load();
  page.typed = "14";
  Erase.mockRejectedValue('[{"code":"digest-changed","field":""}]');
  ErasePlan.mockResolvedValue(plan("d2"));
  await page.erase();
  expect(Erase).toHaveBeenCalledWith("r1", "d1", 14);
  expect(page.changed).toBe(true);
  expect(page.typed).toBe("");
  expect(page.plan?.digest).toBe("d2");
});
