import { beforeEach, expect, it, vi } from "vitest";

import type { CustomerFilter, CustomerRow } from "$lib/api/customers";

import { asksNothing, ListLooks, nothing, partsOf, partWords } from "./filters.svelte";
import { CustomerList } from "./list.svelte";

const api = vi.hoisted(() => ({
  findCustomers: vi.fn(),
  listCustomers: vi.fn(),
  customerIds: vi.fn(),
  listShown: vi.fn(),
  hideColumns: vi.fn(),
  saveFilter: vi.fn(),
  deleteFilter: vi.fn(),
}));
vi.mock("$lib/api/customers", () => api);

const filter = (change: Partial<CustomerFilter>): CustomerFilter => ({ ...nothing, ...change });
const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `${i}` }) as CustomerRow);
beforeEach(() => {
  for (const each of Object.values(api)) each.mockReset();
  api.listCustomers.mockImplementation(async ({ limit }: { limit: number }) => ({
    rows: rows(Math.min(limit, 250)),
    total: 250,
  }));
  api.findCustomers.mockImplementation(async () => rows(3));
  api.hideColumns.mockResolvedValue(undefined);
});
const later = () => new Promise((done) => setTimeout(done));

it.each([
  [filter({}), []],
  [filter({ town: "Kuopio" }), ["Kuopio"]],
  [filter({ marketing: "no", noContactMonths: 12 }), ["Ei markkinointilupaa", "Ei tarvittu 12 kuukauteen"]],
  [
    filter({ noContactSince: "2025-01-01", goesBefore: "2027-12-31" }),
    ["Ei tarvittu 1.1.2025 jälkeen", "Poistuu ennen 31.12.2027"],
  ],
])("says %o in words", (asked, words) => {
  expect(partsOf(asked).map((part) => partWords(asked, part))).toEqual(words);
  expect(asksNothing(asked)).toBe(words.length === 0);
});

it("asks the quick choice and the rest together, and those who leave soon in their order", async () => {
  const list = new CustomerList();
  list.choose("company");
  list.ask({ town: "Kuopio" });
  await later();
  expect(api.listCustomers).toHaveBeenLastCalledWith(
    expect.objectContaining({ filter: filter({ kind: "company", town: "Kuopio" }), sort: "number" }),
  );
  list.choose("soon");
  await later();
  expect(api.listCustomers).toHaveBeenLastCalledWith(
    expect.objectContaining({ filter: filter({ goesWithin: 30, town: "Kuopio" }), sort: "lastNeeded" }),
  );
  list.drop("town");
  expect(list.parts).toEqual([]);
});

it("looks for a text among the filtered, not among the best hits", async () => {
  const list = new CustomerList();
  list.ask({ marketing: "yes" });
  list.search("mak");
  await later();
  expect(api.findCustomers).not.toHaveBeenCalled();
  expect(api.listCustomers).toHaveBeenLastCalledWith(
    expect.objectContaining({ text: "mak", filter: filter({ marketing: "yes" }) }),
  );
});

it("makes a saved filter of what is asked, and a quick choice of it again", () => {
  const list = new CustomerList();
  list.chooseFilter(filter({ kind: "company", town: "Oulu" }));
  expect([list.filter, list.more.town, list.more.kind]).toEqual(["company", "Oulu", ""]);
  expect(list.asked).toEqual(filter({ kind: "company", town: "Oulu" }));
  list.chooseFilter(filter({ goesWithin: 30 }));
  expect([list.filter, list.parts.length]).toEqual(["soon", 0]);
  list.chooseFilter(filter({ goesWithin: 90, kind: "person" }));
  expect(list.asked).toEqual(filter({ goesWithin: 90, kind: "person" }));
});

it("selects all that the filter chooses, also those whose rows are not here", async () => {
  const list = new CustomerList();
  api.customerIds.mockResolvedValue(Array.from({ length: 250 }, (_, i) => `${i}`));
  list.ask({ town: "Kuopio" });
  await later();
  await list.selectAll();
  expect(list.selected.size).toBe(250);
  expect(api.customerIds).toHaveBeenCalledWith(
    expect.objectContaining({ filter: filter({ town: "Kuopio" }) }),
  );
});

it("remembers columns, and says why a filter is not kept", async () => {
  const looks = new ListLooks();
  api.listShown.mockResolvedValue({ hidden: ["phone"], filters: [] });
  await looks.load();
  expect([...looks.hidden]).toEqual(["phone"]);
  looks.show("town", false);
  expect(api.hideColumns).toHaveBeenCalledWith(["phone", "town"]);
  api.saveFilter.mockRejectedValue('[{"code":"filter-name-taken","field":"name"}]');
  expect(await looks.keep("Yritykset", filter({ kind: "company" }))).toBe(false);
  expect(looks.problem?.text).toContain("toisella rajauksella");
});
