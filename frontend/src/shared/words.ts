// The words of the register's own values: kinds, channels, field names. One place, for lists, cards and search.
import type { Icon as LucideIcon } from "$lib/shared/icon";
import Building2 from "@lucide/svelte/icons/building-2";
import EllipsisIcon from "@lucide/svelte/icons/message-circle-more";
import Footprints from "@lucide/svelte/icons/footprints";
import Mail from "@lucide/svelte/icons/mail";
import MailOpen from "@lucide/svelte/icons/mail-open";
import MessagesSquare from "@lucide/svelte/icons/messages-square";
import Phone from "@lucide/svelte/icons/phone";
import Store from "@lucide/svelte/icons/store";
import User from "@lucide/svelte/icons/user";

import { m } from "$lib/i18n";

export const kinds = ["person", "company", "soletrader"] as const;
export type Kind = (typeof kinds)[number];

export const kindWords: Record<string, () => string> = {
  person: m.kind_person,
  company: m.kind_company,
  soletrader: m.kind_soletrader,
};
export const kindIcons: Record<string, LucideIcon> = { person: User, company: Building2, soletrader: Store };

export const channelWords: Record<string, () => string> = {
  phone: m.channel_phone,
  email: m.channel_email,
  chat: m.channel_chat,
  visit: m.channel_visit,
  letter: m.channel_letter,
  other: m.channel_other,
};
/** "Puhelimessa": how it came, as part of a sentence. */
export const channelWays: Record<string, () => string> = {
  phone: m.channel_way_phone,
  email: m.channel_way_email,
  chat: m.channel_way_chat,
  visit: m.channel_way_visit,
  letter: m.channel_way_letter,
  other: m.channel_way_other,
};
/** "Asiakas soitti": a contact from the customer, and one to them. */
export const cameWords: Record<string, () => string> = {
  phone: m.came_phone,
  email: m.came_email,
  chat: m.came_chat,
  visit: m.came_visit,
  letter: m.came_letter,
  other: m.came_other,
};
export const wentWords: Record<string, () => string> = {
  phone: m.went_phone,
  email: m.went_email,
  chat: m.went_chat,
  visit: m.went_visit,
  letter: m.went_letter,
  other: m.went_other,
};
export const channelIcons: Record<string, LucideIcon> = {
  phone: Phone,
  email: Mail,
  chat: MessagesSquare,
  visit: Footprints,
  letter: MailOpen,
  other: EllipsisIcon,
};

/** Fields by the program's names, as labels of the card. */
export const fieldWords: Record<string, () => string> = {
  number: m.field_number,
  designation: m.field_designation,
  name: m.field_name,
  kind: m.field_kind,
  businessId: m.field_business_id,
  street: m.field_street,
  postcode: m.field_postcode,
  town: m.field_town,
  country: m.field_country,
  phone: m.field_phone,
  email: m.field_email,
  language: m.field_language,
  createdOn: m.field_created_on,
  persons: m.field_persons,
  contacts: m.field_contacts,
  contactName: m.field_persons,
  altContactName: m.field_alt_contact_name,
  altContactPhone: m.field_alt_contact_phone,
  altContactEmail: m.field_alt_contact_email,
  marketing: m.field_marketing,
};

export const wordOf = (words: Record<string, () => string>, key: string): string =>
  Object.hasOwn(words, key) ? words[key]!() : key;

/** Why a hold stands. */
export const holdKindWords: Readonly<Record<string, () => string>> = {
  dispute: m.hold_kind_dispute,
  receivable: m.hold_kind_receivable,
  authority: m.hold_kind_authority,
  complaint: m.hold_kind_complaint,
  other: m.hold_kind_other,
};
