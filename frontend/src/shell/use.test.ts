import { expect, it, vi } from "vitest";

import { watchUse } from "./use";

it("tells of use at once, and again after ten seconds of it", () => {
  const tell = vi.fn();
  let now = 0;
  const stop = watchUse(tell, () => now);
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
  expect(tell).toHaveBeenCalledTimes(1);
  now = 9_999;
  window.dispatchEvent(new Event("pointermove"));
  expect(tell).toHaveBeenCalledTimes(1);
  now = 10_000;
  window.dispatchEvent(new Event("wheel"));
  expect(tell).toHaveBeenCalledTimes(2);
  stop();
  now = 60_000;
  window.dispatchEvent(new Event("pointerdown"));
  expect(tell).toHaveBeenCalledTimes(2);
});

it("tells nothing while nobody is there", () => {
  vi.useFakeTimers();
  const tell = vi.fn();
  watchUse(tell)();
  vi.advanceTimersByTime(60 * 60_000);
  expect(tell).not.toHaveBeenCalled();
  vi.useRealTimers();
});
