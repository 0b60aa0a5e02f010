// A decision in words: what happened last, how long the data may stay after it, and from which day they must go.
import type { Decision } from "$lib/api/retention";
import { m } from "$lib/i18n";
import { counted } from "$lib/shared/counted";
import type { WhyStep } from "$lib/shared/parts/Why.svelte";

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

/** 36 -> "3 vuotta", 6 -> "6 kuukautta". */
export function period(months: number): string {
  return months % 12 === 0 ? counted(m.ret_years, months / 12) : counted(m.ret_months, months);
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function whySteps(decision: Decision): WhyStep[] {
  return decision.steps.map((step): WhyStep => {
    switch (step.code) {
      case "event":
        return { title: upper(happened(step.event)), text: m.ret_why_event(), on: step.on };
      case "period":
        return {
          title: m.ret_why_period({ period: period(step.months) }),
          text: m.ret_why_promise(),
          on: step.on,
        };
      case "hold":
        return { title: m.ret_why_hold(), text: m.ret_why_hold_text({ reason: step.text }), on: step.on };
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
