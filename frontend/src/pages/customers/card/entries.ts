// How one line of the timeline is told: its icon, its heading, what stands under it.
import type { Icon as LucideIcon } from "$lib/shared/icon";
import Hand from "@lucide/svelte/icons/hand";
import Megaphone from "@lucide/svelte/icons/megaphone";
import MegaphoneOff from "@lucide/svelte/icons/megaphone-off";
import Pencil from "@lucide/svelte/icons/pencil";
import PhoneIncoming from "@lucide/svelte/icons/phone-incoming";
import PhoneOutgoing from "@lucide/svelte/icons/phone-outgoing";
import Send from "@lucide/svelte/icons/send";
import Truck from "@lucide/svelte/icons/truck";
import User from "@lucide/svelte/icons/user";

import type { TimelineItem } from "$lib/api/customers";
import { m } from "$lib/i18n";
import { channelIcons, channelWays, wordOf } from "$lib/shared/words";

export interface Entry {
  icon: LucideIcon;
  title: string;
  text: string;
}

const came: Record<string, () => string> = {
  phone: m.came_phone,
  email: m.came_email,
  chat: m.came_chat,
  visit: m.came_visit,
  letter: m.came_letter,
  other: m.came_other,
};
const went: Record<string, () => string> = {
  phone: m.went_phone,
  email: m.went_email,
  chat: m.went_chat,
  visit: m.went_visit,
  letter: m.went_letter,
  other: m.went_other,
};

export function entryOf(item: TimelineItem): Entry {
  switch (item.kind) {
    case "contact":
      return contact(item);
    case "delivery":
      return {
        icon: Truck,
        title: item.text,
        text: item.quantity ? m.entry_quantity({ quantity: comma(item.quantity) }) : "",
      };
    case "consent-given":
    case "consent-withdrawn":
      return {
        icon: item.kind === "consent-given" ? Megaphone : MegaphoneOff,
        title: item.kind === "consent-given" ? m.entry_consent_given() : m.entry_consent_withdrawn(),
        text: [capital(wordOf(channelWays, item.channel)), item.text].filter(Boolean).join(" · "),
      };
    case "hold":
      return { icon: Hand, title: m.entry_hold(), text: item.text };
    case "corrected":
      return { icon: Pencil, title: m.entry_corrected(), text: "" };
    default:
      return { icon: User, title: m.entry_created(), text: "" };
  }
}

function contact(item: TimelineItem): Entry {
  if (item.mass) return { icon: Send, title: m.entry_mass(), text: item.text };
  const incoming = item.direction === "in";
  const icon =
    item.channel === "phone"
      ? incoming
        ? PhoneIncoming
        : PhoneOutgoing
      : (channelIcons[item.channel] ?? User);
  return { icon, title: wordOf(incoming ? came : went, item.channel), text: item.text };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const comma = (quantity: string) => quantity.replace(".", ",");
