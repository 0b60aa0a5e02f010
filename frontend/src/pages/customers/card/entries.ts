// How one line of the timeline is told: its icon, its heading, what stands under it.
import type { Icon as LucideIcon } from "$lib/shared/icon";
import Hand from "@lucide/svelte/icons/hand";
import Megaphone from "@lucide/svelte/icons/megaphone";
import MegaphoneOff from "@lucide/svelte/icons/megaphone-off";
import Pencil from "@lucide/svelte/icons/pencil";
import Truck from "@lucide/svelte/icons/truck";
import User from "@lucide/svelte/icons/user";

import type { TimelineItem } from "$lib/api/customers";
import { m } from "$lib/i18n";
import { iconOf } from "$lib/shared/contact/look";
import { channelWays, wordOf } from "$lib/shared/words";

export interface Entry {
  icon: LucideIcon;
  title: string;
  text: string;
}

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
  const { icon, word } = iconOf(item);
  return { icon, title: item.subject ? `${word}: ${item.subject}` : word, text: item.text };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const comma = (quantity: string) => quantity.replace(".", ",");
