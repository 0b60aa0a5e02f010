// The list of customers as the person left it: question, filter, order and place. Lives as long as the register is
// open, so that Back from a card comes to the same row.
import { findCustomers, listCustomers, type CustomerRow } from "$lib/api/customers";
import { daysUntil } from "$lib/i18n";
import type { Sorting } from "$lib/shared/parts/table";
import { block, RowWindow, type Rows } from "$lib/shared/rowwindow.svelte";
import { SvelteSet } from "svelte/reactivity";

export type Filter = "all" | "person" | "company" | "soletrader" | "soon";
/** "Leaves soon" looks this many days ahead. */
export const soonDays = 30;
/** Best hits asked for first: more than a tall window shows. The rest is asked for when the typing pauses. */
const sight = 32;
const restAfter = 150; // milliseconds
const ways: Record<string, string> = { eraseOn: "lastNeeded" };

export class CustomerList {
  /** What stands in the search field and is asked; `text` is what the shown rows answer. */
  typed = $state("");
  text = $state("");
  filter = $state<Filter>("all");
  sorting = $state<Sorting>();
  /** All hits in the list's order, in place of the best hundred. */
  all = $state(false);
  /** The best hundred were not all. */
  cut = $state(false);
  /** Rows in all, once that is known of this question; until then of the one before. */
  count = $state(0);
  /** Customers in the whole register; 0 until it is known. */
  inAll = $state(0);
  /** Names that are near when nothing was found. */
  near = $state.raw<readonly CustomerRow[]>([]);
  position = $state(-1);
  active = $state<string>();
  readonly window = new RowWindow<CustomerRow>();
  readonly selected = new SvelteSet<string>();
  /** Names of the selected ones, whose rows may be out of the window. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is painted from it
  readonly names = new Map<string, string>();
  readonly hidden = new SvelteSet<string>(["email", "street", "postcode"]);

  get searching(): boolean {
    return this.text.trim() !== "";
  }

  search(typed: string): void {
    if (typed === this.typed) return;
    this.typed = typed;
    this.all = false;
    if (typed.trim() !== "") this.sorting = undefined;
    this.#begin();
  }
  choose(filter: Filter): void {
    this.filter = filter;
    this.#begin();
  }
  sort(sorting: Sorting): void {
    this.sorting = sorting;
    this.#begin();
  }
  showAll(): void {
    this.all = true;
    this.#begin();
  }
  /** Asks anew, staying where we are. */
  refresh(today: string): void {
    this.#today = today;
    this.#ask(Math.max(0, this.position));
  }

  #today = "";
  #begin(): void {
    [this.position, this.active] = [-1, undefined];
    this.#ask(0);
  }
  #rest: ReturnType<typeof setTimeout> | undefined;
  #ask(from: number, best = sight): void {
    clearTimeout(this.#rest);
    const { typed, filter, sorting, all } = this;
    const text = typed.trim();
    this.window.ask(async (offset, limit) => {
      const found = text !== "" && !sorting && !all ? await this.#best(text, filter, best) : undefined;
      const answer = found ?? { ...(await this.#listed(text, filter, sorting, offset, limit)), more: false };
      return { ...answer, take: () => this.#take(typed, filter, answer) };
    }, from);
  }
  /** Together with the rows, so that no row is painted twice. */
  #take(typed: string, filter: Filter, answer: Rows<CustomerRow> & { more: boolean; cut?: boolean }): void {
    const anew = typed !== this.text;
    this.text = typed;
    if (answer.more) {
      this.#rest = setTimeout(() => this.#ask(Math.max(0, this.position), block), restAfter);
      return;
    }
    [this.count, this.cut] = [answer.total, answer.cut ?? false];
    if (!this.searching && filter === "all") this.inAll = answer.total;
    if (answer.total > 0 || !this.searching || anew) this.near = [];
    if (answer.total === 0 && this.searching) void this.#guess(typed);
  }
  async #guess(typed: string): Promise<void> {
    // without names that are near the page still says that nobody was found
    const near = await nearest(typed.trim()).catch(() => []);
    if (typed === this.text) this.near = near;
  }

  /** The best hits, or nothing when a filter would look only at the best hundred of many. */
  async #best(text: string, filter: Filter, most: number) {
    const limit = filter === "all" ? most : block;
    const rows = await findCustomers(text, limit);
    const cut = rows.length === block;
    if (cut && filter !== "all" && filter !== "soon") return undefined;
    const kept = rows.filter((row) => this.#fits(row, filter));
    return { rows: kept, total: kept.length, cut, more: rows.length === limit && limit < block };
  }
  #fits(row: CustomerRow, filter: Filter): boolean {
    if (filter === "all") return true;
    if (filter !== "soon") return row.kind === filter;
    return row.eraseOn !== "" && daysUntil(this.#today, row.eraseOn) <= soonDays;
  }
  #listed(text: string, filter: Filter, sorting: Sorting | undefined, offset: number, limit: number) {
    const soon = filter === "soon" && text === "";
    return listCustomers({
      text,
      kind: filter === "all" || filter === "soon" ? "" : filter,
      sort: sorting ? (ways[sorting.column] ?? sorting.column) : text === "" ? "number" : "name",
      desc: sorting?.descending ?? false,
      offset,
      limit,
      within: soon ? soonDays : 0,
    });
  }
}

/** Who is found when letters are left out from the end of the question. */
export async function nearest(
  text: string,
  find: (text: string, limit: number) => Promise<readonly CustomerRow[]> = findCustomers,
): Promise<readonly CustomerRow[]> {
  const letters = Array.from(text);
  for (let length = letters.length - 1; length >= 2 && length >= letters.length - 5; length--) {
    const shorter = letters.slice(0, length).join("").trim();
    const rows = shorter === "" ? [] : await find(shorter, 20);
    const named = rows.filter((row) => row.match === "name" || row.match === "designation");
    if (named.length > 0) return named.slice(0, 3);
  }
  return [];
}

export const list = new CustomerList();
