import { expect, it } from "vitest";

import { m } from "$lib/i18n";

import { timeLeft, timeLong } from "./timeleft";

it("is told in the unit that a person would use, and never as less than it is", () => {
  expect(timeLong(0.2)).toBe(m.time_seconds({ count: 1 }));
  expect(timeLong(89)).toBe(m.time_seconds({ count: 89 }));
  expect(timeLong(121)).toBe(m.time_minutes({ count: 3 }));
  expect(timeLong(90 * 60)).toBe(m.time_hours({ count: 2 }));
  expect(timeLeft(30)).toBe(m.progress_left({ count: 30 }));
  expect(timeLeft(600)).toBe(m.progress_left_minutes({ count: 10 }));
  expect(timeLeft(7200)).toBe(m.progress_left_hours({ count: 2 }));
});
