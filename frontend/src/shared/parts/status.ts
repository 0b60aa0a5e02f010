// The statuses. Each has its own icon and word; colour only supports them, and these icons mean only this.
import type { Icon as LucideIcon } from "$lib/shared/icon";
import AlarmClock from "@lucide/svelte/icons/alarm-clock";
import Ban from "@lucide/svelte/icons/ban";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import Hand from "@lucide/svelte/icons/hand";
import Hourglass from "@lucide/svelte/icons/hourglass";
import Scale from "@lucide/svelte/icons/scale";

import { m } from "$lib/i18n";

export type Status = "due" | "soon" | "law" | "hold" | "restricted" | "done";

export const statuses: Record<Status, { icon: LucideIcon; word: () => string; ink: string; ground: string }> =
  {
    due: { icon: AlarmClock, word: m.status_due, ink: "text-due", ground: "bg-due-bg" },
    soon: { icon: Hourglass, word: m.status_soon, ink: "text-soon", ground: "bg-soon-bg" },
    law: { icon: Scale, word: m.status_law, ink: "text-law", ground: "bg-law-bg" },
    hold: { icon: Hand, word: m.status_hold, ink: "text-hold", ground: "bg-hold-bg" },
    restricted: { icon: Ban, word: m.restr_chip, ink: "text-law", ground: "bg-law-bg" },
    done: { icon: CircleCheck, word: m.status_done, ink: "text-done", ground: "bg-done-bg" },
  };
