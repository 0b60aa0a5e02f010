import { expect, it, vi } from "vitest";

import { toasts } from "./toasts.svelte";

it("an undo stays ten seconds, and as long as it is held", () => {
  vi.useFakeTimers();
  const id = toasts.show("Poistettu.", () => {});
  vi.advanceTimersByTime(9_000);
  toasts.pause(id);
  vi.advanceTimersByTime(60_000);
  expect(toasts.list).toHaveLength(1);
  toasts.resume(id);
  vi.advanceTimersByTime(10_001);
  expect(toasts.list).toHaveLength(0);
});

it("undoing acts once and closes", async () => {
  const undo = vi.fn();
  toasts.show("Poistettu.", undo);
  await toasts.undo(toasts.list[0]!);
  expect(undo).toHaveBeenCalledOnce();
  expect(toasts.list).toHaveLength(0);
});

it("at most three are shown, the oldest go first", () => {
  for (const text of ["1", "2", "3", "4"]) toasts.show(text);
  expect(toasts.list.map((toast) => toast.text)).toEqual(["2", "3", "4"]);
  toasts.clear();
});
