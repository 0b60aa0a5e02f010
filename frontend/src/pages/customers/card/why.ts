// From the program's decision to sentences: the steps beside the day, and how far away it is.
import type { Decision, Event, Step } from "$lib/api/customers";
import { day, m } from "$lib/i18n";
import type { WhyStep } from "$lib/shared/parts/Why.svelte";
import { channelWays, wordOf } from "$lib/shared/words";

/** "Yhteydenotto puhelimessa." */
export function eventText(event: Event): string {
  switch (event.kind) {
    case "contact":
      return event.note ? m.why_contact({ way: wordOf(channelWays, event.note) }) : m.why_contact_plain();
    case "delivery":
      return event.note ? m.why_delivery({ product: event.note }) : m.why_delivery_plain();
    case "corrected":
      return m.why_corrected();
    default:
      return m.why_created();
  }
}

export function whySteps(decision: Decision): WhyStep[] {
  return decision.steps.map(whyStep);
}

function whyStep(step: Step): WhyStep {
  switch (step.code) {
    case "event":
      return { title: m.why_event(), text: eventText(step.event), on: step.on };
    case "period":
      return { title: period(step.months), text: m.why_promise(), on: step.on };
    case "hold":
      return { title: m.why_hold(), text: step.text, on: step.on };
    default:
      return { title: m.why_next_day(), text: m.why_what_goes(), on: step.on };
  }
}

function period(months: number): string {
  return months % 12 === 0
    ? m.why_period_years({ count: months / 12 })
    : m.why_period_months({ count: months });
}

/** Events that were looked at and left out, then the rule in general. */
export function notMoving(decision: Decision): string {
  const told = decision.notCounted.map((event) =>
    event.kind === "mass" ? m.why_mass({ day: day(event.on) }) : m.why_future({ day: day(event.on) }),
  );
  return [...told, m.why_never()].join(" ");
}

/** "2 vuoden ja 4 kuukauden päästä." Whole years and months; days when it is less than two months. */
export function distance(today: string, on: string): string {
  const [y1, m1, d1] = split(today);
  const [y2, m2, d2] = split(on);
  const months = (y2 - y1) * 12 + (m2 - m1) - (d2 < d1 ? 1 : 0);
  if (months < 2) {
    const days = Math.round((Date.UTC(y2, m2 - 1, d2) - Date.UTC(y1, m1 - 1, d1)) / 86_400_000);
    return days === 0 ? m.in_today() : m.in_span({ span: m.span_days({ count: days }) });
  }
  const years = Math.floor(months / 12);
  const rest = months % 12;
  if (years === 0) return m.in_span({ span: m.span_months({ count: rest }) });
  if (rest === 0) return m.in_span({ span: m.span_years({ count: years }) });
  return m.in_two_spans({ first: m.span_years({ count: years }), second: m.span_months({ count: rest }) });
}

const split = (iso: string) => iso.split("-").map(Number) as [number, number, number];
