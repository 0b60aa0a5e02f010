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

it("locks at once when the clock has leapt: the machine slept", () => {
  vi.useFakeTimers();
  const then = vi.fn();
  watchIdle(() => 120, then);
  vi.advanceTimersByTime(10_000);
  vi.setSystemTime(Date.now() + 3 * 60_000);
  vi.advanceTimersByTime(5_000);
  expect(then).toHaveBeenCalledExactlyOnceWith("suspend");
});

it("takes progress of long work for use", () => {
  vi.useFakeTimers();
  const listeners: ((progress: unknown) => void)[] = [];
  const EventsOn = (_: string, listener: (progress: unknown) => void) => {
    listeners.push(listener);
    return () => {};
  };
  vi.stubGlobal("runtime", { EventsOn });
  const then = vi.fn();
  watchIdle(() => 1, then);
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(50_000);
    for (const listener of listeners) listener({ job: "import", phase: "importing", done: i, total: 10 });
  }
  expect(then).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
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
