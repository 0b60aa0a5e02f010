// The list of customers as the person left it: question, filter, order and place. Lives as long as the register is
// open, so that Back from a card comes to the same row.
import {
  customerIds,
  findCustomers,
  listCustomers,
  type CustomerFilter,
  type CustomerQuery,
  type CustomerRow,
} from "$lib/api/customers";
import { daysUntil } from "$lib/i18n";
import type { Sorting } from "$lib/shared/parts/table";
import { block, RowWindow, type Rows } from "$lib/shared/rowwindow.svelte";
import { SvelteSet } from "svelte/reactivity";

import { asksNothing, ListLooks, nothing, partsOf, type Part } from "./filters.svelte";

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
  /** What is asked besides: kind and days that the quick choice stands for are not in it. */
  more = $state.raw<CustomerFilter>(nothing);
  readonly looks = new ListLooks();
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
  /** The whole of what is asked besides the text. */
  get asked(): CustomerFilter {
    const { filter, more } = this;
    if (filter === "all") return more;
    if (filter === "soon") return { ...more, goesWithin: soonDays };
    return { ...more, kind: filter };
  }
  /** Asks for exactly this: what a quick choice stands for becomes one. */
  chooseFilter(filter: CustomerFilter): void {
    const soon = filter.goesWithin === soonDays && filter.kind === "";
    this.filter = soon ? "soon" : filter.kind === "" ? "all" : (filter.kind as Filter);
    this.more = { ...filter, kind: "", goesWithin: soon ? 0 : filter.goesWithin };
    this.#begin();
  }
  ask(part: Partial<CustomerFilter>): void {
    this.more = { ...this.more, ...part };
    this.#begin();
  }
  drop(part: Part): void {
    this.ask({ [part]: nothing[part] });
  }
  get parts(): Part[] {
    return partsOf(this.more);
  }

  /** Everybody whom the list shows now becomes selected. */
  async selectAll(): Promise<void> {
    const ids = await this.ids();
    this.selected.clear();
    for (const id of ids) this.selected.add(id);
  }
  /** Ids in the order of the list; where only the best hits are shown, of those. */
  async ids(): Promise<readonly string[]> {
    const { window: rows } = this;
    const shown = Array.from({ length: rows.total }, (_, index) => rows.at(index)?.id);
    if (shown.every((id) => id !== undefined)) return shown as string[];
    return customerIds({ ...this.#question(this.typed.trim(), this.sorting), offset: 0, limit: 0 });
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
    const question = this.#question(text, sorting);
    const quick = text !== "" && !sorting && !all && asksNothing(this.more);
    this.window.ask(async (offset, limit) => {
      const found = quick ? await this.#best(text, filter, best) : undefined;
      const answer = found ?? { ...(await listCustomers({ ...question, offset, limit })), more: false };
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
    if (!this.searching && asksNothing(this.asked)) this.inAll = answer.total;
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
  #question(text: string, sorting: Sorting | undefined): Omit<CustomerQuery, "offset" | "limit"> {
    // those who leave soon come in the order in which they leave
    const sort = text !== "" ? "name" : this.filter === "soon" ? "lastNeeded" : "number";
    return {
      text,
      filter: { ...this.asked },
      sort: sorting ? (ways[sorting.column] ?? sorting.column) : sort,
      desc: sorting?.descending ?? false,
    };
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
