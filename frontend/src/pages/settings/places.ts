// The words of places outside the register, and what a row says of one.
import type { Place, PlaceKind } from "$lib/api/restrictions";
import { m } from "$lib/i18n";

export const kindWords: Record<PlaceKind, () => string> = {
  paper: m.places_kind_paper,
  phone: m.places_kind_phone,
  computer: m.places_kind_computer,
  stick: m.places_kind_stick,
  server: m.places_kind_server,
  mail: m.places_kind_mail,
  accountant: m.places_kind_accountant,
  chat: m.places_kind_chat,
  other: m.places_kind_other,
};

export const freshPlace = (): Place => ({
  id: "",
  kind: "paper",
  name: "",
  recipient: false,
  processor: false,
  email: "",
  holds: "",
  country: "",
  safeguard: "",
  days: 0,
  endedOn: "",
});

/** Who they are, where, and when they empty themselves: only what was said. */
export const placeFacts = (place: Place): string[] =>
  [
    place.processor ? m.places_fact_processor() : place.recipient ? m.places_fact_recipient() : "",
    place.country,
    place.safeguard,
    place.days > 0 ? m.places_fact_days({ days: place.days }) : "",
    place.email,
  ].filter((fact) => fact !== "");

/** Whole days as typed; what is no number is left to the register to refuse. */
export const daysTyped = (text: string): number =>
  text.trim() === "" ? 0 : /^\d{1,6}$/.test(text.trim()) ? Number(text) : -1;
