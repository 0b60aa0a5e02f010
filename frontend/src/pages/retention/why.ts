// A decision in words: what happened last, how long the data may stay after it, and from which day they must go.
import type { Decision } from "$lib/api/retention";
import { m } from "$lib/i18n";
import type { WhyStep } from "$lib/shared/parts/Why.svelte";

import { period } from "./period";
import { className } from "./rulewords";

export { period };

const events: Record<string, () => string> = {
  created: m.ret_event_created,
  corrected: m.ret_event_corrected,
  contact: m.ret_event_contact,
  delivery: m.ret_event_delivery,
  mass: m.ret_event_mass,
};
const channels: Record<string, () => string> = {
  phone: m.ret_channel_phone,
  email: m.ret_channel_email,
  chat: m.ret_channel_chat,
  visit: m.ret_channel_visit,
  letter: m.ret_channel_letter,
  other: m.ret_event_contact,
};

/** "puhelu", "toimitus", "kortti korjattiin": in lower case, for the middle of a line. */
export function happened(event: { kind: string; note?: string }): string {
  if (event.kind === "contact" && event.note && Object.hasOwn(channels, event.note))
    return channels[event.note]!();
  return (Object.hasOwn(events, event.kind) ? events[event.kind]! : m.ret_event_contact)();
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function whySteps(decision: Decision): WhyStep[] {
  return decision.steps.map((step): WhyStep => {
    switch (step.code) {
      case "event":
        return {
          title: decision.class === "customer" ? upper(happened(step.event)) : className(decision.class),
          text: decision.class === "customer" ? m.ret_why_event() : m.ret_why_began(),
          on: step.on,
        };
      case "period":
        return {
          title: m.ret_why_period({ period: period(step.months) }),
          text: m.ret_why_promise(),
          on: step.on,
        };
      case "hold":
        return { title: m.ret_why_hold(), text: m.ret_why_hold_text({ reason: step.text }), on: step.on };
      case "open-receivable":
        return {
          title: m.ret_kept_receivable(),
          text: m.ret_why_hold_text({ reason: step.text }),
          on: step.on,
        };
      case "open-request":
        return {
          title: m.ret_why_request(),
          text: m.ret_why_request_text({ reason: step.text }),
          on: step.on,
        };
      case "restricted":
        return { title: m.ret_why_restricted(), text: m.ret_why_restricted_text(), on: step.on };
      case "extended":
        return {
          title: m.ret_why_extended(),
          text: m.ret_why_extended_text({ reason: step.text }),
          on: step.on,
        };
      case "longest":
        return { title: m.ret_why_longest(), text: m.ret_why_longest_text(), on: step.on };
      case "year-end":
        return { title: m.ret_why_year_end(), text: m.ret_why_year_end_text(), on: step.on };
      default:
        return { title: m.ret_why_erase(), text: m.ret_why_erase_text(), on: step.on };
    }
  });
}

/** What is in the file and does not move the day; undefined when there is nothing of the kind. */
export function notMoving(decision: Decision): string | undefined {
  const kinds = [...new Set(decision.notCounted.map((event) => event.kind))];
  if (kinds.length === 0) return undefined;
  return kinds.includes("mass") ? m.ret_why_mass() : m.ret_why_later();
}

/** Why it stays past its day, in two words; undefined: a hold. */
export function keptBy(because: string): string | undefined {
  const words: Record<string, () => string> = {
    "open-request": m.ret_kept_request,
    restricted: m.ret_kept_restricted,
    "open-receivable": m.ret_kept_receivable,
  };
  return Object.hasOwn(words, because) ? words[because]!() : undefined;
}
