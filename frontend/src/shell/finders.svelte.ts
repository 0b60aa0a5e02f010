// What the palette finds: recent cards, customers, what can be done with the best of them, actions, pages.
import CopyCheck from "@lucide/svelte/icons/copy-check";
import FileOutput from "@lucide/svelte/icons/file-output";
import FileSpreadsheet from "@lucide/svelte/icons/file-spreadsheet";
import History from "@lucide/svelte/icons/history";
import Inbox from "@lucide/svelte/icons/inbox";
import Hourglass from "@lucide/svelte/icons/hourglass";
import Lock from "@lucide/svelte/icons/lock";
import MailPlus from "@lucide/svelte/icons/mail-plus";
import Mails from "@lucide/svelte/icons/mails";
import MessageSquarePlus from "@lucide/svelte/icons/message-square-plus";
import Moon from "@lucide/svelte/icons/moon";
import Plus from "@lucide/svelte/icons/plus";
import Printer from "@lucide/svelte/icons/printer";
import Send from "@lucide/svelte/icons/send";
import Settings from "@lucide/svelte/icons/settings";
import Sun from "@lucide/svelte/icons/sun";
import Truck from "@lucide/svelte/icons/truck";

import { findCustomers, type CustomerRow } from "$lib/api/customers";
import { saveTheme } from "$lib/api/theme";
import { dialogs } from "$lib/dialogs/dialogs.svelte";
import { toAppError } from "$lib/errors";
import { m } from "$lib/i18n";
import { pages, sections } from "$lib/pages/sections";
import { isDark, setAppearance } from "$lib/shared/appearance.svelte";
import { router } from "$lib/shared/router.svelte";
import { toasts } from "$lib/shared/toasts.svelte";
import { fieldWords, kindIcons, wordOf } from "$lib/shared/words";

import { matching, palette, type PaletteItem } from "./palette.svelte";
import { recent } from "./recent.svelte";
import { lockNow } from "./session.svelte";

const shown = 5;
const openCard = (id: string) => void router.go("customer", { id });

/** The last answer, shared by the two groups that speak of the same customers. */
let asked: { query: string; rows: Promise<readonly CustomerRow[]> } | undefined;
function found(query: string): Promise<readonly CustomerRow[]> {
  if (asked?.query !== query) asked = { query, rows: findCustomers(query, shown) };
  return asked.rows;
}

/** "Kuopio · 1051", or the field that answered when it is not the name. */
function detail(row: CustomerRow): string {
  const known: Record<string, string> = { street: row.street, phone: row.phone, email: row.email };
  const match = row.match ?? "";
  if (match !== "" && match !== "name" && match !== "number" && match !== "town")
    return (
      [wordOf(fieldWords, match).toLowerCase(), known[match]].filter(Boolean).join(" ") + ` · ${row.number}`
    );
  return [row.town, row.number].filter(Boolean).join(" · ");
}

async function customers(query: string): Promise<readonly PaletteItem[]> {
  if (query === "") {
    asked = undefined; // the palette was opened anew: what it knew may have changed
    return [];
  }
  return (await found(query)).map((row) => ({
    id: row.id,
    title: row.name,
    detail: detail(row),
    ...(kindIcons[row.kind] ? { icon: kindIcons[row.kind]! } : {}),
    run: () => openCard(row.id),
  }));
}

let bestName = "";
async function forBest(query: string): Promise<readonly PaletteItem[]> {
  const best = query.length < 2 ? undefined : (await found(query))[0];
  if (!best) return [];
  bestName = best.name;
  const target = { id: best.id, name: best.name };
  return [
    {
      id: "contact",
      title: m.contact_log(),
      icon: MessageSquarePlus,
      run: () => dialogs.logContact([target]),
    },
    {
      id: "delivery",
      title: m.delivery_log(),
      icon: Truck,
      run: () => dialogs.logDelivery(target),
    },
    {
      id: "print",
      title: m.do_print(),
      icon: Printer,
      run: () => void router.go("printout", { customerId: best.id }),
    },
    {
      id: "request",
      title: m.req_of_customer(),
      icon: Inbox,
      run: () => void router.go("new-request", { customerId: best.id }),
    },
  ];
}

async function changeTheme(): Promise<void> {
  const theme = isDark() ? "light" : "dark";
  setAppearance({ theme });
  try {
    await saveTheme(theme);
  } catch (reason) {
    toasts.show(toAppError(reason).text);
  }
}

function actions(): PaletteItem[] {
  return [
    { id: "new", title: m.customers_new(), icon: Plus, keys: "$mod+n", run: () => dialogs.addCustomer() },
    ...("imports" in pages
      ? [{ id: "import", title: m.do_import(), icon: FileSpreadsheet, run: () => void router.go("imports") }]
      : []),
    {
      id: "export",
      title: m.export_open(),
      icon: FileOutput,
      run: () => dialogs.export({ register: "customers" }),
    },
    { id: "duplicates", title: m.dup_find(), icon: CopyCheck, run: () => void router.go("duplicates") },
    {
      id: "message",
      title: m.do_message(),
      icon: Send,
      run: () => void router.go("message", {}),
    },
    {
      id: "list-add",
      title: m.do_list_add(),
      icon: MailPlus,
      run: () => void router.go("mailing", { add: "yes" }),
    },
    { id: "messages", title: m.do_messages(), icon: Mails, run: () => void router.go("messages") },
    {
      id: "mail-settings",
      title: m.set_mail(),
      icon: Settings,
      run: () => void router.go("settings", { part: "mail" }),
    },
    {
      id: "request",
      title: m.do_request(),
      icon: Inbox,
      run: () => void router.go("new-request"),
    },
    { id: "review", title: m.do_review(), icon: Hourglass, run: () => void router.go("retention") },
    {
      id: "theme",
      title: isDark() ? m.do_light() : m.do_dark(),
      icon: isDark() ? Sun : Moon,
      run: () => void changeTheme(),
    },
    { id: "lock", title: m.rail_lock(), icon: Lock, keys: "$mod+Shift+l", run: () => void lockNow() },
  ];
}

function toPages(): PaletteItem[] {
  return sections.map((section, index) => ({
    id: section.page,
    title: section.label(),
    icon: section.icon,
    keys: `$mod+${index + 1}`,
    run: () => void router.go(section.page),
  }));
}

/** Adds them to the palette; returns how to take them away. */
export function addFinders(): () => void {
  const off = [
    palette.add({
      id: "recent",
      rank: 5,
      group: m.palette_recent,
      find: (query) =>
        query === ""
          ? recent.list.map((card) => ({
              id: card.id,
              title: card.name,
              detail: card.number,
              icon: History,
              run: () => openCard(card.id),
            }))
          : [],
    }),
    palette.add({ id: "customers", rank: 10, group: m.rail_customers, find: customers }),
    palette.add({ id: "best", rank: 15, group: () => m.palette_best({ name: bestName }), find: forBest }),
    palette.add({
      id: "actions",
      rank: 20,
      actions: true,
      group: m.palette_actions,
      find: (query) => matching(actions(), query),
    }),
    palette.add({
      id: "pages",
      rank: 30,
      actions: true,
      group: m.palette_pages,
      find: (query) => matching(toPages(), query),
    }),
  ];
  return () => {
    asked = undefined;
    for (const each of off) each();
  };
}
