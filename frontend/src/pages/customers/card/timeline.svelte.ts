// What has happened with a customer, newest first, fetched as it is scrolled to.
import { timelineOf, type TimelineItem } from "$lib/api/customers";
import { toAppError, type AppError } from "$lib/errors";

const step = 50;

export interface YearGroup {
  year: string;
  items: readonly TimelineItem[];
}

export class History {
  readonly id: string;
  items = $state.raw<readonly TimelineItem[]>([]);
  total = $state(0);
  ready = $state(false);
  error = $state.raw<AppError>();
  /** "contact", "delivery" or "" for everything; the channel is of contacts. */
  kind = $state("");
  channel = $state("");
  #turn = 0;
  #busy = false;

  constructor(id: string) {
    this.id = id;
  }

  get more(): boolean {
    return this.items.length < this.total;
  }

  async next(): Promise<void> {
    if (this.#busy || (this.ready && !this.more)) return;
    await this.#get(this.items.length, step, (found) => [...this.items, ...found]);
  }

  /** The same stretch again: something was added or taken out. */
  async again(): Promise<void> {
    await this.#get(0, Math.min(500, Math.max(step, this.items.length)), (found) => found);
  }

  /** Shows something else of the same customer, from the beginning. */
  async choose(kind: string, channel: string): Promise<void> {
    [this.kind, this.channel] = [kind, channel];
    await this.#get(0, step, (found) => found);
  }

  async #get(
    offset: number,
    limit: number,
    join: (found: readonly TimelineItem[]) => readonly TimelineItem[],
  ): Promise<void> {
    const turn = ++this.#turn;
    this.#busy = true;
    try {
      const page = await timelineOf(this.id, this.kind, this.channel, offset, limit);
      if (turn !== this.#turn) return;
      this.items = join(page.items);
      this.total = page.total;
      this.ready = true;
      this.error = undefined;
    } catch (reason) {
      if (turn === this.#turn) this.error = toAppError(reason);
    } finally {
      if (turn === this.#turn) this.#busy = false;
    }
  }
}

/** By year, in the order in which they came. */
export function byYear(items: readonly TimelineItem[]): YearGroup[] {
  const groups: { year: string; items: TimelineItem[] }[] = [];
  for (const item of items) {
    const year = item.on.slice(0, 4);
    const last = groups[groups.length - 1];
    if (last?.year === year) last.items.push(item);
    else groups.push({ year, items: [item] });
  }
  return groups;
}
