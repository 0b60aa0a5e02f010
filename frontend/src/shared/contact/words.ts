// The words of a contact: purposes, who speaks, what a message is, and how times and lengths are written.
import type { TimelineItem } from "$lib/api/customers";
import type { Contact } from "$lib/api/registers";
import { day, m } from "$lib/i18n";

export const purposeWords: Record<string, () => string> = {
  order: m.purpose_order,
  support: m.purpose_support,
  complaint: m.purpose_complaint,
  quality: m.purpose_quality,
  training: m.purpose_training,
};

export const roleWords: Record<string, () => string> = {
  customer: m.role_customer,
  agent: m.role_agent,
  bot: m.role_bot,
  system: m.role_system,
  unknown: m.role_unknown,
};

/** What is said of a message that is not plain text. */
export const kindMarks: Record<string, () => string> = {
  email: m.kind_email,
  sms: m.kind_sms,
  note: m.kind_note,
  form: m.kind_form,
  offline_form: m.kind_offline_form,
  media: m.kind_media,
  media_omitted: m.kind_media_omitted,
  deleted: m.kind_deleted,
  missed_call: m.kind_missed_call,
  call: m.kind_call,
  location: m.kind_location,
  system: m.kind_system,
  reaction: m.kind_reaction,
  null_message: m.kind_null_message,
  empty: m.kind_empty,
  encrypted: m.kind_encrypted,
  autosuggest: m.kind_autosuggest,
};

/** "14:32:05" -> "14.32" */
export const clock = (at: string): string => at.slice(0, 5).replace(/^0/, "").replace(":", ".");

/** What a person types for a time of day -> "14:32", "" for nothing, or null. Accepts 14.32, 14:32, 1432 and 14. */
export function clockInput(typed: string): string | null {
  const text = typed.trim();
  if (text === "") return "";
  const match = /^(\d{1,2})(?:[.:]?(\d{2}))?$/.exec(text);
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

export function lengthOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60);
  return minutes > 0
    ? m.duration_minutes({ minutes: String(minutes), seconds: rest })
    : m.duration_seconds({ seconds: rest });
}

/** What is typed for a length, "4" or "4.30" minutes -> seconds, or null. */
export function lengthInput(typed: string): number | null {
  const text = typed.trim();
  if (text === "") return 0;
  const match = /^(\d{1,4})(?:[.:](\d{2}))?$/.exec(text);
  if (!match || Number(match[2] ?? 0) > 59) return null;
  return Number(match[1]) * 60 + Number(match[2] ?? 0);
}

export const lengthText = (seconds: number): string =>
  seconds === 0
    ? ""
    : `${Math.floor(seconds / 60)}${seconds % 60 ? `.${String(seconds % 60).padStart(2, "0")}` : ""}`;

export function waitingText(contact: Pick<Contact | TimelineItem, "waiting" | "followUpOn">): string {
  if (!contact.waiting) return "";
  return contact.followUpOn ? m.contact_waits_until({ day: day(contact.followUpOn) }) : m.contact_waits();
}
