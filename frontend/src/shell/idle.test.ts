import { expect, it, vi } from "vitest";

import { watchIdle } from "./idle";

it("locks after the minutes, once, and every key begins them anew", () => {
  vi.useFakeTimers();
  const then = vi.fn();
  watchIdle(() => 10, then);
  vi.advanceTimersByTime(9 * 60_000);
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
  vi.advanceTimersByTime(9 * 60_000);
  expect(then).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60 * 60_000);
  expect(then).toHaveBeenCalledOnce();
});

it("stops watching when told", () => {
  vi.useFakeTimers();
  const then = vi.fn();
  watchIdle(() => 1, then)();
  vi.advanceTimersByTime(60 * 60_000);
  expect(then).not.toHaveBeenCalled();
});

it("locks when the first sign after a long sleep comes before the clock has looked", () => {
  vi.useFakeTimers();
  const then = vi.fn();
  let now = 0;
  watchIdle(
    () => 10,
    then,
    () => now,
  );
  now = 8 * 60 * 60_000; // asleep: no timer runs
  window.dispatchEvent(new Event("pointermove"));
  vi.advanceTimersByTime(5_000);
  expect(then).toHaveBeenCalledOnce();
});
