import { expect, it } from "vitest";

import { toasts } from "$lib/shared/toasts.svelte";

import { dialogs } from "./dialogs.svelte";
import { addToList } from "./tolist";

it("names those who were left out, and is brief where nobody was", async () => {
  toasts.clear();
  await addToList(["a"], async () => ({ added: 1, left: [] }));
  expect(dialogs.listAdded).toBeUndefined();
  expect(toasts.list).toHaveLength(1);
  const left = [{ customerId: "b", name: "Eero", because: "no-email" }];
  await addToList(["a", "b"], async () => ({ added: 1, left }));
  expect(dialogs.listAdded?.left).toEqual(left);
});

it("tells of a failure and shows no result", async () => {
  dialogs.listAdded = undefined;
  toasts.clear();
  await addToList(["a"], async () => {
    throw '[{"code":"disk-full"}]';
  });
  expect([toasts.list.length, dialogs.listAdded]).toEqual([1, undefined]);
});
