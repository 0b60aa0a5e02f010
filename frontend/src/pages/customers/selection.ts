// What can be done with the selected customers, besides what the page itself offers. An action is one entry here.
import FileOutput from "@lucide/svelte/icons/file-output";
import MailPlus from "@lucide/svelte/icons/mail-plus";

import { dialogs } from "$lib/dialogs/dialogs.svelte";
import { addToList } from "$lib/dialogs/tolist";
import { m } from "$lib/i18n";
import type { Icon as LucideIcon } from "$lib/shared/icon";

export interface SelectionAction {
  id: string;
  label: () => string;
  icon: LucideIcon;
  run: (ids: readonly string[]) => void;
}

export const selectionActions: readonly SelectionAction[] = [
  { id: "mailing", label: m.list_add, icon: MailPlus, run: (ids) => void addToList(ids) },
  {
    id: "export",
    label: m.export_open,
    icon: FileOutput,
    run: (ids) => dialogs.export({ register: "customers", ids }),
  },
];
