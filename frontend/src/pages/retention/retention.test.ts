import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { monthName } from "$lib/shared/months";

import { outlookRows } from "./outlook";
import { RetentionPage, typedNumber } from "./retention.svelte";

const counts = {
  customers: 1,
  persons: 0,
  contacts: 2,
  messages: 0,
  attachments: 0,
  deliveries: 0,
  consents: 0,
  entries: 0,
  technical: 0,
  requests: 0,
  visitors: 0,
  anonymised: 0,
  logRows: 0,
};
const event = { kind: "contact", on: "2023-11-20" };
const decision = (record: string, because = "last-needed") => ({
  class: "customer",
  record,
  customer: "1042",
  name: "Säde Ääpälä",
  do: because === "hold" ? "keep" : "erase",
  until: "2026-11-20",
  eraseOn: "2026-11-21",
  because,
  lastNeeded: event,
  steps: [],
  notCounted: [],
  counts,
});
const review = (clockNote = "", digest = "d1") => ({
  today: "2026-11-21",
  digest,
  decisions: [decision("a"), decision("b"), decision("c", "hold")],
  counts: { ...counts, customers: 2 },
  held: 1,
  clockNote,
});
const Review = vi.fn();
const Purge = vi.fn();
beforeEach(() => {
  const Retention = { Review, Purge, Outlook: async () => [], Rules: async () => [] };
  vi.stubGlobal("go", { desktop: { Retention } });
  Review.mockReset().mockResolvedValue(review());
  Purge.mockReset();
});
afterEach(() => vi.unstubAllGlobals());

it("offers what is due and never what is held", async () => {
  const page = new RetentionPage();
  await page.load();
  expect(page.chosen.map((d) => d.record)).toEqual(["a", "b"]);
  expect(page.held.map((d) => d.record)).toEqual(["c"]);
  page.choose("b", false);
  expect(page.counts.contacts).toBe(2);
});

it("is ready only when the typed number is the number of the chosen", async () => {
  const page = new RetentionPage();
  await page.load();
  for (const [typed, ready] of [
    ["", false],
    ["1", false],
    ["kaksi", false],
    ["2", true],
  ] as const) {
    page.typed = typed;
    expect(page.ready).toBe(ready);
  }
});

it("waits while the clock is behind, and asks about the date when it is far ahead", async () => {
  const page = new RetentionPage();
  Review.mockResolvedValue(review("clock-back"));
  await page.load();
  page.typed = "2";
  expect(page.ready).toBe(false);
  Review.mockResolvedValue(review("clock-ahead"));
  await page.load();
  expect(page.ready).toBe(false);
  page.clockSeen = true;
  expect(page.ready).toBe(true);
});

it("shows the new list, and asks for the number again, when the data changed meanwhile", async () => {
  const page = new RetentionPage();
  await page.load();
  page.typed = "2";
  Purge.mockRejectedValue('[{"code":"digest-changed"}]');
  Review.mockResolvedValue(review("", "d2"));
  await page.approve();
  expect(Purge).toHaveBeenCalledWith({ digest: "d1", records: ["a", "b"], classes: [], count: 2 });
  expect([page.step, page.changed, page.typed, page.review?.digest]).toEqual(["list", true, "", "d2"]);
});

it("reads thousands with their space, and nothing that is no number", () => {
  expect([typedNumber("1 204"), typedNumber("4"), typedNumber("4,5"), typedNumber("")]).toEqual([
    1204,
    4,
    undefined,
    undefined,
  ]);
});

it("names the months, January with its year", () => {
  expect([monthName(""), monthName("2026-12", 1), monthName("2027-01", 2)]).toEqual([
    "Nyt",
    "joulu",
    "tammi 2027",
  ]);
});

it("leaves out classes of which nothing goes", () => {
  const rows = outlookRows([{ month: "", counts }]);
  expect(rows.map((row) => row.id)).toEqual(["customers", "contacts"]);
});
