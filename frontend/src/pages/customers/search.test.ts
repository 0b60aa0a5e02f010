import { beforeEach, expect, it, vi } from "vitest";

import type { CustomerRow } from "$lib/api/customers";

import { CustomerList } from "./list.svelte";

const { find } = vi.hoisted(() => ({ find: vi.fn() }));
vi.mock("$lib/api/customers", () => ({ findCustomers: find, listCustomers: vi.fn() }));

const some = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `${i}` }) as CustomerRow);
let answers: ((rows: CustomerRow[]) => void)[];
beforeEach(() => {
  answers = [];
  find.mockReset();
  find.mockImplementation(() => new Promise((done) => answers.push(done)));
});
const later = (milliseconds = 0) => new Promise((done) => setTimeout(done, milliseconds));

it("asks at once, and marks the new text only with the rows that answer it", async () => {
  const list = new CustomerList();
  list.search("mak");
  expect(find).toHaveBeenCalledWith("mak", 32);
  expect([list.typed, list.text]).toEqual(["mak", ""]);
  answers[0]!(some(3));
  await later();
  expect([list.text, list.window.total, list.count]).toEqual(["mak", 3, 3]);
});

it("asks the rest of the best hundred when the typing pauses, and says then how many there are", async () => {
  const list = new CustomerList();
  list.search("m");
  answers[0]!(some(32));
  await later();
  expect([list.window.total, list.count]).toEqual([32, 0]);
  await later(200);
  expect(find).toHaveBeenLastCalledWith("m", 100);
  answers[1]!(some(100));
  await later();
  expect([list.window.total, list.count, list.cut]).toEqual([100, 100, true]);
});

it("asks no rest of a question that is no longer asked", async () => {
  const list = new CustomerList();
  list.search("m");
  answers[0]!(some(32));
  await later();
  list.search("ma");
  await later(200);
  expect(find.mock.calls).toEqual([
    ["m", 32],
    ["ma", 32],
  ]);
});

it("shows that nobody was found without waiting for names that are near", async () => {
  const list = new CustomerList();
  list.search("räsänenx");
  answers[0]!([]);
  await later();
  expect([list.text, list.window.total, list.window.ready]).toEqual(["räsänenx", 0, true]);
  answers[1]!([{ id: "a", match: "name" } as CustomerRow]);
  await later();
  expect(list.near).toHaveLength(1);
});
