// The words of requests: kinds, ways to make sure who asks, grounds, outcomes, and what their days mean.

import type { Deadline, Request } from "$lib/api/requests";
import { day, m } from "$lib/i18n";
import { counted } from "$lib/shared/counted";
import type { Status } from "$lib/shared/parts/status";
import { kindOf } from "$lib/shared/request/kinds";
import { channelWays, wordOf } from "$lib/shared/words";

export { kindOf, kindWords } from "$lib/shared/request/kinds";

export const methodWords: Record<string, () => string> = {
  "known-email": m.req_method_email,
  "call-back": m.req_method_call,
  "in-person": m.req_method_person,
  "strong-id": m.req_method_strong,
  "not-needed": m.req_method_none,
};
export const methodHelp: Record<string, () => string> = {
  "known-email": m.req_method_email_help,
  "call-back": m.req_method_call_help,
  "in-person": m.req_method_person_help,
  "strong-id": m.req_method_strong_help,
};

export const groundWords: Record<string, () => string> = {
  exception: m.req_ground_exception,
  unfounded: m.req_ground_unfounded,
  excessive: m.req_ground_excessive,
  identity: m.req_ground_identity,
};

/** Days off, as the program names them. */
export const holidayWords: Record<string, () => string> = {
  "new-year": m.holiday_new_year,
  epiphany: m.holiday_epiphany,
  "good-friday": m.holiday_good_friday,
  "easter-day": m.holiday_easter_day,
  "easter-monday": m.holiday_easter_monday,
  "may-day": m.holiday_may_day,
  ascension: m.holiday_ascension,
  "whit-sunday": m.holiday_whit_sunday,
  "midsummer-day": m.holiday_midsummer_day,
  "all-saints": m.holiday_all_saints,
  "independence-day": m.holiday_independence_day,
  "christmas-day": m.holiday_christmas_day,
  "second-christmas-day": m.holiday_second_christmas_day,
  saturday: m.holiday_saturday,
  sunday: m.holiday_sunday,
};

/** Lines of a request's history. */
export const eventWords: Record<string, () => string> = {
  received: m.req_e_received,
  edited: m.req_e_edited,
  "identity-asked": m.req_e_identity_asked,
  verified: m.req_e_verified,
  "clarify-asked": m.req_e_clarify_asked,
  clarified: m.req_e_clarified,
  extended: m.req_e_extended,
  "extended-late": m.req_e_extended_late,
  "marketing-off": m.req_e_marketing_off,
  restricted: m.req_e_restricted,
  rectified: m.req_e_rectified,
  answered: m.req_e_answered,
  refused: m.req_e_refused,
  cancelled: m.req_e_cancelled,
  late: m.req_e_late,
};

export const outcomeWords: Record<string, () => string> = {
  done: m.req_outcome_done,
  partly: m.req_outcome_partly,
  refused: m.req_outcome_refused,
  cancelled: m.req_outcome_cancelled,
};

/** Who asks, as far as it is known. */
export function asker(request: Pick<Request, "name" | "customer">): string {
  if (request.name) return request.name;
  return request.customer ? m.req_customer_number({ number: request.customer }) : m.req_nobody();
}

export const title = (request: Request): string =>
  m.req_title({ kind: kindOf(request.kind).name(), name: asker(request) });

/** "TP-2026-07 · saapui 6.11.2026 sähköpostilla" */
export const arrived = (request: Request): string =>
  m.req_arrived({
    number: request.number,
    day: day(request.received),
    way: wordOf(channelWays, request.channel),
  });

/** "Tietopyyntö TP-2026-07 · saapui 6.11.2026 sähköpostilla" */
export const came = (request: Request): string =>
  m.req_came({
    kind: kindOf(request.kind).name(),
    number: request.number,
    day: day(request.received),
    way: wordOf(channelWays, request.channel),
  });

const weekdays = [m.day_su, m.day_mo, m.day_tu, m.day_we, m.day_th, m.day_fr, m.day_sa] as const;

/** "ma 7.12.2026" */
export function weekDay(iso: string): string {
  const at = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? iso : `${weekdays[at.getUTCDay()]!()} ${day(iso)}`;
}

const urgent = 14;

/** How much time there is, as status and words. */
export function timeLeft(deadline: Deadline): { status: Status | undefined; text: string } {
  if (deadline.paused) return { status: undefined, text: m.req_waits() };
  const { left } = deadline;
  if (left < 0) return { status: "due", text: counted(m.req_late_days, -left) };
  if (left === 0) return { status: "due", text: m.req_due_today() };
  return { status: left <= urgent ? "soon" : undefined, text: counted(m.req_days_left, left) };
}
