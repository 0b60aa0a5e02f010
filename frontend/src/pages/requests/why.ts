// Until when, and why, in words: the steps of the deadline and one sentence that sums them up.
import type { Deadline, Request } from "$lib/api/requests";
import { day, m } from "$lib/i18n";
import { counted } from "$lib/shared/counted";
import type { WhyStep } from "$lib/shared/parts/Why.svelte";
import { wordOf } from "$lib/shared/words";

import { holidayWords } from "./words";

type Step = Deadline["steps"][number];

export function whySteps(deadline: Deadline): WhyStep[] {
  return deadline.steps.map((step) => ({ ...wordsOf(step, deadline), on: step.on }));
}

function wordsOf(step: Step, deadline: Deadline): { title: string; text: string } {
  switch (step.code) {
    case "month":
      return { title: m.req_step_month(), text: m.req_step_month_text() };
    case "moved":
      return {
        title: m.req_step_moved(),
        text: m.req_step_moved_text({ holiday: wordOf(holidayWords, step.text) }),
      };
    case "extended":
      return { title: m.req_step_extended(), text: m.req_step_extended_text() };
    case "extended-late":
      return { title: m.req_step_extended_late(), text: m.req_step_extended_late_text() };
    case "waited":
      return {
        title: step.text === "clarify" ? m.req_step_waited_clarify() : m.req_step_waited_identity(),
        text: m.req_step_waited_text({ from: day(step.event.on) }),
      };
    case "asked-late":
      return { title: m.req_step_asked_late(), text: m.req_step_asked_late_text() };
    case "suspended":
      return {
        title: m.req_step_suspended(),
        text: counted(m.req_step_suspended_text, deadline.suspended),
      };
    default:
      return { title: m.req_step_received(), text: m.req_step_received_text() };
  }
}

/** The day that is worked towards: the same date of a later month. */
export const target = (request: Request): string =>
  extended(request) ? request.deadline.extendedTarget : request.deadline.target;

const extended = (request: Request) => request.extendedOn !== "" && !request.deadline.extendedLate;

export function whySentence(request: Request): string {
  const { deadline } = request;
  if (deadline.paused)
    return request.state === "clarify" ? m.req_why_paused_clarify() : m.req_why_paused_identity();
  if (deadline.extendedLate) return m.req_why_extended_late({ day: day(request.extendedOn) });
  if (extended(request)) return m.req_why_extended({ day: day(request.extendedOn) });
  if (deadline.suspended > 0) return `${m.req_why_same()} ${m.req_why_paused_before()}`;
  if (deadline.holiday)
    return m.req_why_moved({
      day: day(deadline.target),
      holiday: wordOf(holidayWords, deadline.holiday),
    });
  return m.req_why_same();
}
