// The icon of a contact, and its word: which way it came or went.
import type { Icon as LucideIcon } from "$lib/shared/icon";
import PhoneIncoming from "@lucide/svelte/icons/phone-incoming";
import PhoneOutgoing from "@lucide/svelte/icons/phone-outgoing";
import Send from "@lucide/svelte/icons/send";
import User from "@lucide/svelte/icons/user";

import type { Contact } from "$lib/api/registers";
import { m } from "$lib/i18n";
import { cameWords, channelIcons, wentWords, wordOf } from "$lib/shared/words";

type Shown = Pick<Contact, "channel" | "direction" | "mass">;

export function iconOf(contact: Shown): { icon: LucideIcon; word: string } {
  if (contact.mass) return { icon: Send, word: m.entry_mass() };
  const incoming = contact.direction === "in";
  const icon =
    contact.channel === "phone"
      ? incoming
        ? PhoneIncoming
        : PhoneOutgoing
      : (channelIcons[contact.channel] ?? User);
  return { icon, word: wordOf(incoming ? cameWords : wentWords, contact.channel) };
}
