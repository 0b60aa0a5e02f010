// How days, times, numbers and money are written. The same in every window language: the firm, its letters
// and its accountant are Finnish, and a date must not change its meaning with the language.
import { language } from "./language.svelte";

const thin = "\u00a0"; // a number never breaks at its thousands

/** "2026-12-07" -> "7.12.2026"; anything that is not a civil day is returned as it came. */
export function day(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  return match ? `${Number(match[3])}.${Number(match[2])}.${match[1]}` : iso;
}

/** "2026-11-23" -> "maanantai 23. marraskuuta 2026", in the window's language. */
export function longDay(iso: string): string {
  // apart, or Finnish bends the weekday: on Monday
  const rest = spelled(iso, { day: "numeric", month: "long", year: "numeric" });
  return `${spelled(iso, { weekday: "long" })} ${rest}`;
}

/** "2026-12-02" -> "ke 2.12.": for days that are near. */
export function shortDay(iso: string): string {
  const [, month, date] = iso.split("-").map(Number);
  return `${spelled(iso, { weekday: "short" })}${thin}${date}.${month}.`;
}

const locales = { fi: "fi-FI", sv: "sv-FI", en: "en-GB" };
function spelled(iso: string, how: Intl.DateTimeFormatOptions): string {
  const at = Date.parse(`${iso}T12:00:00Z`);
  if (Number.isNaN(at)) return iso;
  return new Intl.DateTimeFormat(locales[language()], { ...how, timeZone: "UTC" }).format(at);
}

/** The time of day of an instant, in Finnish time: "14.32". */
export function time(instant: string | Date): string {
  const parts = new Intl.DateTimeFormat("fi-FI", {
    hour: "numeric",
    minute: "2-digit",
    timeZone: "Europe/Helsinki",
    hourCycle: "h23",
  }).formatToParts(typeof instant === "string" ? new Date(instant) : instant);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${Number(of("hour"))}.${of("minute")}`;
}

/** 1204 -> "1 204" with a space that does not break. Integers only. */
export function number(value: number): string {
  const digits = String(Math.abs(Math.trunc(value))).replace(/\B(?=(\d{3})+$)/g, thin);
  return value < 0 ? `\u2212${digits}` : digits;
}

/** Cents -> "1 204,50 €". */
export function money(cents: number): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, "0");
  return `${cents < 0 ? "\u2212" : ""}${number(whole)},${rest}${thin}€`;
}

/** Bytes -> "12 kB", "3,4 MB". Decimal units, as file managers write them. */
export function fileSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits =
    unit > 0 && value < 10 ? value.toFixed(1).replace(".", ",").replace(",0", "") : String(Math.round(value));
  return `${digits}${thin}${units[unit]}`;
}

/** Whole days from one civil day to another; negative when the second is earlier. */
export function daysUntil(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/**
 * What a person types for a day -> "2026-12-05", or null. Accepts 5.12., 5.12.26, 5.12.2026, 2026-12-05,
 * +14, and the given words for today and yesterday. A day without a year is the one nearest to today.
 */
export function dayInput(
  typed: string,
  today: string,
  words: { today: string; yesterday: string },
): string | null {
  const text = typed.trim().toLowerCase();
  if (text === words.today.toLowerCase()) return today;
  if (text === words.yesterday.toLowerCase()) return shift(today, -1);
  const relative = /^([+-])\s?(\d{1,4})$/.exec(text);
  if (relative) return shift(today, Number(relative[2]) * (relative[1] === "-" ? -1 : 1));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return civil(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const finnish = /^(\d{1,2})\.\s?(\d{1,2})\.?(?:\s?(\d{2}|\d{4}))?$/.exec(text);
  if (!finnish) return null;
  const [d, month] = [Number(finnish[1]), Number(finnish[2])];
  if (finnish[3] === undefined) return nearest(d, month, today);
  const year = Number(finnish[3]);
  return civil(finnish[3].length === 2 ? 2000 + year : year, month, d);
}

function shift(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function civil(year: number, month: number, d: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, d));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === d ? date.toISOString().slice(0, 10) : null;
}

function nearest(d: number, month: number, today: string): string | null {
  const year = Number(today.slice(0, 4));
  const candidates = [year - 1, year, year + 1].map((y) => civil(y, month, d)).filter((c) => c !== null);
  candidates.sort((a, b) => Math.abs(daysUntil(today, a)) - Math.abs(daysUntil(today, b)));
  return candidates[0] ?? null;
}

const collators = new Map<string, Intl.Collator>();

/** Order of names in the window's language (å ä ö last in fi and sv), numbers by value. */
export function compareText(a: string, b: string): number {
  const locale = language();
  let collator = collators.get(locale);
  if (!collator) collators.set(locale, (collator = new Intl.Collator(locale, { numeric: true })));
  return collator.compare(a, b);
}
