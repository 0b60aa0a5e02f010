// The e-mail list as the person left it: question, filter and place. Lives as long as the register is open.
import { mailList, type MailFilter, type MailLine, type MailPage } from "$lib/api/mailing";
import { RowWindow } from "$lib/shared/rowwindow.svelte";
import { SvelteSet } from "svelte/reactivity";

/** "all", "may", "not", "due", "no-card", or the code of a reason. */
export type Show = string;

/** What the program is asked for. */
export function filterOf(show: Show, typed: string, offset: number, limit: number): MailFilter {
  return {
    text: typed.trim(),
    because: show === "all" || show === "due" || show === "no-card" ? "" : show,
    due: show === "due",
    noCard: show === "no-card",
    offset,
    limit,
  };
}

export class MailingList {
  show = $state<Show>("all");
  typed = $state("");
  /** What the shown rows answer. */
  text = $state("");
  /** The numbers of the whole list. */
  counts = $state.raw<Omit<MailPage, "rows" | "total">>();
  position = $state(-1);
  active = $state<string>();
  readonly window = new RowWindow<MailLine>();
  readonly selected = new SvelteSet<string>();

  get filtered(): boolean {
    return this.show !== "all" || this.typed.trim() !== "";
  }

  search(typed: string): void {
    if (typed === this.typed) return;
    this.typed = typed;
    this.#begin();
  }
  choose(show: Show): void {
    this.show = show;
    this.#begin();
  }
  clear(): void {
    [this.typed, this.show] = ["", "all"];
    this.#begin();
  }
  #begin(): void {
    [this.position, this.active] = [-1, undefined];
    this.selected.clear();
    this.#ask(0);
  }
  /** Asks anew, staying where we are. */
  refresh(): void {
    this.#ask(Math.max(0, this.position));
  }

  #ask(from: number): void {
    const { typed, show } = this;
    this.window.ask(async (offset, limit) => {
      const { rows, total, ...counts } = await mailList(filterOf(show, typed, offset, limit));
      return { rows, total, take: () => ([this.text, this.counts] = [typed, counts]) };
    }, from);
  }
}

export const list = new MailingList();
