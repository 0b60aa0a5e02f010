// By what the list is filtered besides its text, and the filters that are kept under names.
import {
  deleteFilter,
  hideColumns,
  listShown,
  saveFilter,
  type CustomerFilter,
  type ListView,
  type SavedFilter,
} from "$lib/api/customers";
import { toAppError, type AppError } from "$lib/errors";
import { day, m } from "$lib/i18n";
import { undoStack } from "$lib/shared/undo.svelte";
import { kindWords, wordOf } from "$lib/shared/words";
import { SvelteSet } from "svelte/reactivity";

export const nothing: Readonly<CustomerFilter> = {
  kind: "",
  town: "",
  marketing: "",
  noContactSince: "",
  noContactMonths: 0,
  goesBefore: "",
  goesWithin: 0,
};
export type Part = keyof CustomerFilter;

export const asksNothing = (filter: CustomerFilter): boolean => partsOf(filter).length === 0;
export const sameFilter = (a: CustomerFilter, b: CustomerFilter): boolean =>
  (Object.keys(nothing) as Part[]).every((part) => a[part] === b[part]);

/** What a filter asks, in the order of the form. */
export function partsOf(filter: CustomerFilter): Part[] {
  return (Object.keys(nothing) as Part[]).filter((part) => filter[part] !== nothing[part]);
}

/** One part in words: "Kuopio", "Ei tarvittu 12 kuukauteen". */
export function partWords(filter: CustomerFilter, part: Part): string {
  switch (part) {
    case "kind":
      return wordOf(kindWords, filter.kind);
    case "town":
      return filter.town;
    case "marketing":
      return filter.marketing === "yes" ? m.filter_marketing_yes() : m.filter_marketing_no();
    case "noContactSince":
      return m.filter_since_chip({ day: day(filter.noContactSince) });
    case "noContactMonths":
      return m.filter_months_chip({ months: filter.noContactMonths });
    case "goesBefore":
      return m.filter_goes_chip({ day: day(filter.goesBefore) });
    case "goesWithin":
      return m.filter_within_chip({ days: filter.goesWithin });
  }
}

/** How the list is shown, as the register remembers it. */
export class ListLooks {
  saved = $state.raw<readonly SavedFilter[]>([]);
  problem = $state.raw<AppError>();
  readonly hidden = new SvelteSet<string>(["email", "street", "postcode"]);
  #asked = false;

  async load(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    try {
      const view = await listShown();
      this.#take(view);
      this.hidden.clear();
      for (const column of view.hidden) this.hidden.add(column);
    } catch {
      this.#asked = false; // the list itself tells if the register can not be read
    }
  }
  #take(view: ListView): void {
    this.saved = view.filters;
  }

  show(column: string, on: boolean): void {
    if (on) this.hidden.delete(column);
    else this.hidden.add(column);
    // a column is not worth a message: it is only not remembered
    void hideColumns([...this.hidden]).catch(() => undefined);
  }

  /** True when the register has it now; else `problem` says why not. */
  async keep(name: string, filter: CustomerFilter): Promise<boolean> {
    try {
      this.#take(await saveFilter({ id: "", name, filter: { ...filter } }));
      this.problem = undefined;
      return true;
    } catch (reason) {
      this.problem = toAppError(reason);
      return false;
    }
  }
  async forget(filter: SavedFilter): Promise<void> {
    try {
      this.#take(await deleteFilter(filter.id));
      undoStack.did({
        text: m.filter_forgotten({ name: filter.name }),
        undo: async () => this.#take(await saveFilter(filter)),
        redo: async () => this.#take(await deleteFilter(filter.id)),
      });
    } catch (reason) {
      this.problem = toAppError(reason);
    }
  }
}
