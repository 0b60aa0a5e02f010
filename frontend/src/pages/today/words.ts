// What a row of the day says: icon, title, the line below, how urgent it is, and where its button leads.
import type { TodayRow } from "$lib/api/today";
import { day, m } from "$lib/i18n";
import { counted } from "$lib/shared/counted";
import type { Icon as LucideIcon } from "$lib/shared/icon";
import type { Status } from "$lib/shared/parts/status";
import { nextSentence } from "$lib/shared/request/next";
import { kindOf } from "$lib/shared/request/kinds";
import { channelWords, wordOf } from "$lib/shared/words";
import FolderOpen from "@lucide/svelte/icons/folder-open";
import Hand from "@lucide/svelte/icons/hand";
import Hourglass from "@lucide/svelte/icons/hourglass";
import Inbox from "@lucide/svelte/icons/inbox";
import MailOpen from "@lucide/svelte/icons/mail-open";

export interface Look {
  icon: LucideIcon;
  title: string;
  text: string;
  act: string;
  status?: Status;
  when: string;
}

/** From how many days on a last day is near. */
const near = 14;

const taskWords: Record<string, (inputs: { place: string }) => string> = {
  erase: m.today_task_erase,
  rectify: m.today_task_rectify,
  notify: m.today_task_notify,
};

export function lookOf(row: TodayRow): Look {
  switch (row.kind) {
    case "request":
      return {
        icon: Inbox,
        title: m.req_title({ kind: kindOf(row.code).name(), name: row.name }),
        text: nextSentence(row.next, row.code),
        act: m.today_go_on(),
        ...urgency(row),
      };
    case "hold":
      return {
        icon: Hand,
        title: m.today_hold({ name: row.name }),
        text: row.text,
        act: m.today_open(),
        status: "hold",
        when: m.today_look_at({ day: day(row.day) }),
      };
    case "task":
      return {
        icon: FolderOpen,
        title:
          row.count > 0
            ? counted(m.today_tasks, row.count)
            : (taskWords[row.code] ?? m.today_task_erase)({ place: row.text }),
        text: row.count > 0 ? m.today_tasks_text() : row.name,
        act: m.today_open(),
        ...urgency(row),
      };
    default:
      return {
        icon: MailOpen,
        title: m.today_contact({ name: row.name }),
        text: [row.text && `”${row.text}”`, wordOf(channelWords, row.code).toLowerCase()]
          .filter(Boolean)
          .join(" · "),
        act: m.today_answer(),
        when: row.left === 0 ? m.today_since_today() : counted(m.today_days, -row.left),
      };
  }
}

export const goingLook = { icon: Hourglass };

function urgency(row: TodayRow): Pick<Look, "status" | "when"> {
  if (row.left < 0) return { status: "due", when: counted(m.today_late, -row.left) };
  if (row.left === 0) return { status: "due", when: m.today_last_day() };
  return { ...(row.left <= near ? { status: "soon" as const } : {}), when: counted(m.today_left, row.left) };
}
