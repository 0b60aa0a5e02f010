// What can be done with the selected customers, besides what the page itself offers. An action is one entry here.
import type { Icon as LucideIcon } from "$lib/shared/icon";

export interface SelectionAction {
  id: string;
  label: () => string;
  icon: LucideIcon;
  run: (ids: readonly string[]) => void;
}

export const selectionActions: readonly SelectionAction[] = [];
