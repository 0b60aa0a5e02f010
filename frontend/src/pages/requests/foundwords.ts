// What was found, in words: the register's own name and count, where it is, and by what it was found.
import type { Icon as LucideIcon } from "$lib/shared/icon";
import BadgeCheck from "@lucide/svelte/icons/badge-check";
import FileOutput from "@lucide/svelte/icons/file-output";
import Inbox from "@lucide/svelte/icons/inbox";
import Mail from "@lucide/svelte/icons/mail";
import MessageSquare from "@lucide/svelte/icons/message-square";
import MessagesSquare from "@lucide/svelte/icons/messages-square";
import OctagonPause from "@lucide/svelte/icons/octagon-pause";
import Paperclip from "@lucide/svelte/icons/paperclip";
import Truck from "@lucide/svelte/icons/truck";
import User from "@lucide/svelte/icons/user";
import Users from "@lucide/svelte/icons/users";
import Wrench from "@lucide/svelte/icons/wrench";

import type { Find } from "$lib/api/subjects";
import { day, m } from "$lib/i18n";
import { counted, type Counted } from "$lib/shared/counted";
import { reasonWords } from "$lib/shared/likeness";

interface RegisterWords {
  icon: LucideIcon;
  many: Counted;
  /** One row, by what it says of itself. */
  one?: (inputs: { what: string }) => string;
}

const registers: Record<string, RegisterWords> = {
  customers: { icon: User, many: m.req_r_customers, one: m.req_one_customers },
  contact_persons: { icon: Users, many: m.req_r_contact_persons, one: m.req_one_contact_persons },
  list_entries: { icon: Mail, many: m.req_r_list_entries, one: m.req_one_list_entries },
  contacts: { icon: MessagesSquare, many: m.req_r_contacts, one: m.req_one_contacts },
  messages: { icon: MessageSquare, many: m.req_r_messages, one: m.req_one_messages },
  attachments: { icon: Paperclip, many: m.req_r_attachments, one: m.req_one_attachments },
  technical: { icon: Wrench, many: m.req_r_technical },
  deliveries: { icon: Truck, many: m.req_r_deliveries, one: m.req_one_deliveries },
  disclosures: { icon: FileOutput, many: m.req_r_disclosures, one: m.req_one_disclosures },
  consents: { icon: BadgeCheck, many: m.req_r_consents },
  holds: { icon: OctagonPause, many: m.req_r_holds, one: m.req_one_holds },
  restrictions: { icon: OctagonPause, many: m.req_r_restrictions },
  requests: { icon: Inbox, many: m.req_r_requests, one: m.req_one_requests },
};

const of = (register: string): RegisterWords => registers[register] ?? registers.contacts!;

export const findIcon = (find: Find): LucideIcon => of(find.register).icon;

/** "4 yhteydenottoa", or "Asiakaskortti 1042" where it is one that has a name of its own. */
export function findTitle(find: Find): string {
  const words = of(find.register);
  return find.title && words.one ? words.one({ what: find.title }) : counted(words.many, find.count);
}

/** "3.11.2021–15.12.2025 · Lumityöt · kortilla 2001 Hiekkarannan Huolto Oy" */
export function findDetail(find: Find): string {
  const range =
    find.register === "customers" || find.from === ""
      ? ""
      : find.from === find.to
        ? day(find.from)
        : `${day(find.from)}–${day(find.to)}`;
  const elsewhere = !find.certain && find.card && find.register !== "customers";
  return [range, find.detail, elsewhere ? m.req_on_card({ card: find.card }) : ""]
    .filter(Boolean)
    .join(" · ");
}

const signs: Record<string, () => string> = {
  number: m.req_by_number,
  "name-like": m.req_by_name_like,
  "name-near": m.req_by_name_near,
};

/** "Sama puhelin, samanlainen nimi" */
export function matchedWords(find: Find): string {
  const own = find.matched.filter((by) => Object.hasOwn(signs, by)).map((by) => signs[by]!());
  const shared = find.matched.filter((by) => !Object.hasOwn(signs, by));
  const text = [shared.length > 0 ? reasonWords(shared) : "", ...own].filter(Boolean).join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const registerNames: Record<string, () => string> = {
  customers: m.req_reg_customers,
  contacts: m.req_reg_contacts,
};

/** What is only told: copies, backups, what was erased before. */
export function asideWords(find: Find): string {
  switch (find.aside) {
    case "copies":
      return counted(m.req_aside_copies, find.count);
    case "backups":
      return m.req_aside_backups();
    case "erased-before":
      return m.req_aside_erased({ day: day(find.from) });
    case "more":
      return m.req_aside_more({ register: (registerNames[find.register] ?? m.req_reg_deliveries)() });
    default:
      return m.req_aside_undo();
  }
}

/** Registers that hold texts in which others may be named. */
const texts: readonly string[] = [
  "contacts",
  "messages",
  "attachments",
  "deliveries",
  "disclosures",
  "holds",
];

/** Something of it can be covered: it is the person's, and there is text. */
export const coverable = (find: Find): boolean =>
  find.same === "yes" && (texts.includes(find.register) || (find.register === "customers" && !find.certain));
