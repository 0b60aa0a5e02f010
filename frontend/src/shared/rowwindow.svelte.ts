// Rows of a long list, fetched in blocks as they come into sight. A question that is no longer asked is dropped
// before it is sent; an answer to one that was sent is thrown away. The rows on the screen stay until the first
// rows of a new question have come, so that typing does not make the list blink.
import { untrack } from "svelte";

import { toAppError, type AppError } from "$lib/errors";

export interface Rows<Row> {
  rows: readonly Row[];
  total: number;
  /** What else the answer changes: called together with showing the rows, so that all is painted at once. */
  take?: () => void;
}
export type Fetch<Row> = (offset: number, limit: number) => Promise<Rows<Row>>;

export const block = 100;
const keptBlocks = 60;
const atOnce = 2;

export class RowWindow<Row> {
  total = $state(0);
  /** False until the first answer: an empty list is only then empty. */
  ready = $state(false);
  loading = $state(false);
  error = $state.raw<AppError>();
  #version = $state(0);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- #version is what is painted from
  #blocks = new Map<number, readonly Row[]>();
  #fetch: Fetch<Row> | undefined;
  #turn = 0;
  #fresh = false;
  #open = false; // the first rows of the newest question are not here yet
  #waiting: (() => void)[] = [];
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is painted from it
  #sent = new Set<number>();
  #flying = 0; // calls under way, also those to questions that are no longer asked
  #wanted: number[] = [];

  /** Row at an index, or undefined while it is on its way. */
  at(index: number): Row | undefined {
    void this.#version;
    return this.#blocks.get(Math.floor(index / block))?.[index % block];
  }

  /** A new question; the rows around `from` are fetched first. */
  ask(fetch: Fetch<Row>, from = 0): void {
    this.#fetch = fetch;
    this.#turn++;
    this.#fresh = this.#open = true;
    this.#sent.clear();
    this.#wanted = [Math.floor(from / block)];
    this.#pump();
  }

  get answered(): boolean {
    return !this.#open;
  }
  /** Ends when the first rows of the newest question are here, or could not be read. */
  settled(): Promise<void> {
    return this.#open ? new Promise((done) => this.#waiting.push(done)) : Promise.resolve();
  }
  #settle(): void {
    this.#open = false;
    for (const done of this.#waiting.splice(0)) done();
  }

  /** The same question again: something in the register changed. Called from effects, which must not follow it. */
  again(around = 0): void {
    untrack(() => this.#fetch && this.ask(this.#fetch, around));
  }

  /** These rows are in sight: whatever of them is missing comes next, and nothing else. */
  show(first: number, last: number): void {
    if (this.#fresh) return; // the indexes belong to the question before
    const from = Math.floor(Math.max(0, first) / block);
    const to = Math.floor(Math.max(0, Math.min(last, this.total - 1)) / block);
    this.#wanted = [];
    for (let b = from; b <= to; b++) if (!this.#blocks.has(b) && !this.#sent.has(b)) this.#wanted.push(b);
    this.#pump();
  }

  #pump(): void {
    while (this.#flying < atOnce) {
      const next = this.#wanted.shift();
      if (next === undefined) break;
      this.#sent.add(next);
      void this.#get(next, this.#turn);
    }
    this.loading = this.#sent.size > 0 || this.#wanted.length > 0;
  }

  async #get(index: number, turn: number): Promise<void> {
    this.#flying++;
    try {
      const answer = await this.#fetch!(index * block, block);
      if (turn !== this.#turn) return;
      if (this.#fresh) this.#blocks.clear();
      this.#fresh = false;
      this.error = undefined;
      this.#keep(index, answer.rows);
      this.total = answer.total;
      this.ready = true;
      this.#version++;
      answer.take?.();
      this.#settle();
    } catch (reason) {
      if (turn !== this.#turn) return;
      this.error = toAppError(reason);
      this.#wanted = [];
      this.#settle();
    } finally {
      this.#flying--;
      if (turn === this.#turn) this.#sent.delete(index);
      this.#pump();
    }
  }

  #keep(index: number, rows: readonly Row[]): void {
    this.#blocks.delete(index);
    this.#blocks.set(index, rows);
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= keptBlocks) break;
      this.#blocks.delete(oldest);
    }
  }
}
