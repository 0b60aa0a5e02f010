// The history of all customers as the person left it: question, filters and place.
import { listContacts, type ContactRow } from "$lib/api/contacts";
import { RowWindow } from "$lib/shared/rowwindow.svelte";

export type Show = "all" | "queue";
/** A row, and whether its day begins with it: the day is written once. */
export interface Line extends ContactRow {
  begins: boolean;
}

export class ContactHistory {
  show = $state<Show>("all");
  typed = $state("");
  /** What the shown rows answer. */
  text = $state("");
  channel = $state("");
  direction = $state("");
  purpose = $state("");
  cut = $state(false);
  position = $state(-1);
  active = $state<string>();
  readonly window = new RowWindow<Line>();

  get filtered(): boolean {
    return this.typed.trim() + this.channel + this.direction + this.purpose !== "";
  }

  search(typed: string): void {
    if (typed === this.typed) return;
    this.typed = typed;
    this.begin();
  }
  clear(): void {
    [this.typed, this.channel, this.direction, this.purpose] = ["", "", "", ""];
    this.begin();
  }
  begin(): void {
    [this.position, this.active] = [-1, undefined];
    this.#ask(0);
  }
  /** Asks anew, staying where we are. */
  refresh(): void {
    this.#ask(Math.max(0, this.position));
  }

  #ask(from: number): void {
    const { typed, show, channel, direction, purpose } = this;
    this.window.ask(async (offset, limit) => {
      const page = await listContacts({
        text: typed.trim(),
        channel,
        direction,
        purpose,
        waiting: show === "queue",
        attached: false,
        customerId: "",
        from: "",
        to: "",
        offset,
        limit,
      });
      return {
        rows: lines(page.rows),
        total: page.total,
        take: () => {
          [this.text, this.cut] = [typed, page.cut];
        },
      };
    }, from);
  }
}

/** A block's first row always tells its day: the one before it may not be here. */
export function lines(rows: readonly ContactRow[]): Line[] {
  return rows.map((row, index) => ({ ...row, begins: rows[index - 1]?.contact.on !== row.contact.on }));
}

export const history = new ContactHistory();
