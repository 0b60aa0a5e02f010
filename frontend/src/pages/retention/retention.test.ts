import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Review as ReviewOf, Rule, Run } from "$lib/api/retention";
import { monthName } from "$lib/shared/months";
import { typedNumber } from "$lib/shared/typed";
import { tellWaiting, waitingRecords } from "$lib/shell/due.svelte";

import { alongOf, announced, approvalOf, grouped } from "./groups";
import { outlookRows } from "./outlook";
import { RetentionPage } from "./retention.svelte";
import { outcome, remarks, went } from "./runs";

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
const decision = (record: string, because = "last-needed", name = "customer") => ({
  class: name,
  record,
  customerId: record,
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
const total = { class: "customer", due: 2, soon: 0, kept: 1, shown: 3, auto: false, from: "" };
const review = (clockNote = "", digest = "d1") => ({
  today: "2026-11-21",
  digest,
  decisions: [decision("a"), decision("b"), decision("c", "hold")],
  counts: { ...counts, customers: 2 },
  held: 1,
  merges: 0,
  classes: [total],
  clockNote,
});
const Review = vi.fn();
const Purge = vi.fn();
beforeEach(() => {
  const Retention = {
    Review,
    Purge,
    Outlook: async () => ({ months: [], classes: [] }),
    Policy: async () => ({ rules: [] }),
  };
  vi.stubGlobal("go", { desktop: { Retention } });
  Review.mockReset().mockResolvedValue(review());
  Purge.mockReset();
});
afterEach(() => vi.unstubAllGlobals());

it("offers what is due and never what is held", async () => {
  const page = new RetentionPage();
  await page.load();
  const rows = page.groups[0]!.rows;
  expect(rows.map((row) => [row.decision.record, row.due, row.held, row.chosen])).toEqual([
    ["a", true, false, true],
    ["b", true, false, true],
    ["c", false, true, false],
  ]);
  expect([page.due, page.held, page.chosen, page.along?.contacts]).toEqual([2, 1, 2, 4]);
  page.choose(rows[1]!.decision, false);
  expect([page.chosen, page.along?.contacts]).toEqual([1, 2]);
});

it("asks far enough ahead to announce what goes by itself", async () => {
  const page = new RetentionPage();
  await page.load();
  expect(Review).toHaveBeenLastCalledWith(30);
  await page.look("90");
  expect(Review).toHaveBeenLastCalledWith(90);
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

const rule = (name: string, from: string, months: number, then = "erase"): Rule => ({
  class: name,
  from,
  months,
  longest: 0,
  do: then,
  basis: "",
  source: "",
  since: "2026-01-01",
  reason: "",
});

it("has a row of each class with its rule beneath, and customers always", () => {
  const rules = [rule("customer", "last-needed", 36), rule("chat", "record", 6, "anonymise")];
  const rows = outlookRows({ months: ["", "2026-11"], classes: [{ class: "chat", records: [0, 3] }] }, rules);
  expect(rows.map(({ id, rule, values }) => [id, rule, values])).toEqual([
    ["customer", "3 v viime tarpeesta", [0, 0]],
    ["chat", "6 kk, nimet pois", [0, 3]],
  ]);
});

describe("more than is listed", () => {
  const many: ReviewOf = {
    ...review(),
    classes: [total, { class: "chat", due: 1204, soon: 0, kept: 0, shown: 2, auto: false, from: "" }],
    decisions: [
      ...review().decisions,
      decision("x", "channel-rule", "chat"),
      decision("y", "channel-rule", "chat"),
    ],
  };
  it("is approved as a whole class, and counted whole", () => {
    const groups = grouped(many, 0, new Set());
    expect(approvalOf("d1", groups)).toEqual({
      digest: "d1",
      records: ["a", "b"],
      classes: ["chat"],
      count: 1206,
    });
    expect(alongOf(many, groups)?.contacts).toBe(4);
  });
  it("is only what is listed once a record is left out", () => {
    const groups = grouped(many, 0, new Set(["chat/x", "customer/a"]));
    expect(approvalOf("d1", groups)).toEqual({ digest: "d1", records: ["b", "y"], classes: [], count: 2 });
  });
  it("tells what goes with the cards only when all of it is known", () => {
    const cards = { ...many, classes: [{ ...total, due: 600 }, many.classes[1]!] };
    expect(alongOf(cards, grouped(cards, 0, new Set()))).toBeUndefined();
    const only = { ...review(), classes: [{ ...total, due: 600 }] };
    expect(alongOf(only, grouped(only, 0, new Set()))).toBe(only.counts);
  });
});

it("announces what goes by itself, not before its class may", () => {
  const soon = { ...decision("x", "channel-rule", "chat"), eraseOn: "2026-12-10" };
  const kept = { ...decision("z", "hold", "chat"), eraseOn: "2026-11-22" };
  const of = (from: string, auto = true): ReviewOf => ({
    ...review(),
    decisions: [kept, soon],
    classes: [{ class: "chat", due: 0, soon: 1, kept: 1, shown: 2, auto, from }],
  });
  expect(announced(of("2026-12-01"), 30)).toEqual([{ class: "chat", count: 1, first: "2026-12-10" }]);
  expect(announced(of("2026-12-15"), 30)[0]?.first).toBe("2026-12-15");
  expect(announced(of("2026-12-01", false), 30)).toEqual([]);
  expect(announced(of("2026-12-01"), 10)).toEqual([]);
});

describe("a run", () => {
  const run = (more: Partial<Run>): Run => ({
    id: "r",
    on: "2026-11-21",
    began: "2026-11-21T08:00:00Z",
    ended: "2026-11-21T08:01:00Z",
    state: "done",
    automatic: false,
    digest: "d1",
    records: 3,
    done: 3,
    counts: { ...counts, customers: 0 },
    classes: [{ class: "chat", do: "anonymise", records: 3 }],
    residue: 0,
    unsearched: 0,
    kept: [],
    ledger: [],
    rules: [],
    ...more,
  });
  it("counts records where no cards went, and customers where nothing else did", () => {
    expect(outcome(run({})).text).toBe("3 merkintää on käsitelty. Jäljelle ei jäänyt mitään.");
    const cards = run({ classes: [{ class: "customer", do: "erase", records: 4 }] });
    expect(outcome(cards).text).toBe("Poistettu: 4 asiakasta. Jäljelle ei jäänyt mitään.");
    expect(went(run({}))).toBe("Chat-keskustelut, nimet pois\u00a03"); // a count stays with its name
  });
  it("never says that nothing remains when something does, or when it was stopped", () => {
    expect(outcome(run({ residue: 1 }))).toEqual({ kind: "due", text: "Jäänteitä löytyi" });
    expect(outcome(run({ state: "stopped", done: 1 })).kind).toBe("soon");
    expect(remarks(run({ state: "stopped", done: 1 })).map((each) => each.text)).toEqual([
      "Keskeytettiin: 1 / 3",
    ]);
    expect(remarks(run({ unsearched: 1 })).map((each) => each.text)).toEqual(["Jatkettu katkoksen jälkeen"]);
    expect(remarks(run({}))).toEqual([]);
  });
});

it("counts beside Säilytysajat what waits for the owner, not what goes by itself", () => {
  tellWaiting({
    ...review(),
    classes: [
      total,
      { class: "chat", due: 5, soon: 0, kept: 0, shown: 5, auto: true, from: "2026-11-01" },
      { class: "contact", due: 3, soon: 0, kept: 0, shown: 3, auto: true, from: "2026-12-01" },
    ],
  });
  expect(waitingRecords()).toBe(5);
});
