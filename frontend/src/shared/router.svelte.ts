// Where the person is. Pages live in memory only: no address, so nothing about a customer reaches the web
// view's own history on disk. Alt ← and the back links walk the same way back.

export type Params = Readonly<Record<string, string>>;
export interface Place {
  readonly page: string;
  readonly params: Params;
}

export class Router {
  #stack = $state.raw<readonly Place[]>([]);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is painted from it
  #guards = new Set<() => boolean | Promise<boolean>>();
  #start: Place;
  readonly #limit = 50;

  constructor(start: string) {
    this.#start = { page: start, params: {} };
    this.#stack = [this.#start];
  }

  get current(): Place {
    return this.#stack[this.#stack.length - 1] ?? this.#start;
  }

  /** Where back leads, or undefined at the beginning. */
  get previous(): Place | undefined {
    return this.#stack[this.#stack.length - 2];
  }

  async go(page: string, params: Params = {}): Promise<void> {
    const next = { page, params };
    if (same(this.current, next) || !(await this.#leave())) return;
    this.#stack = [...this.#stack, next].slice(-this.#limit);
  }

  /** Puts a place in the present one's stead: back then skips it (a saved new card, a finished wizard). */
  replace(page: string, params: Params = {}): void {
    this.#stack = [...this.#stack.slice(0, -1), { page, params }];
  }

  async back(): Promise<void> {
    if (this.previous && (await this.#leave())) this.#stack = this.#stack.slice(0, -1);
  }

  /** Forgets every place: at locking, ids of customers must not stay in memory. */
  reset(): void {
    this.#guards.clear();
    this.#stack = [this.#start];
  }

  /** A page asks to be asked before it is left (unfinished work). Returns how to take the wish back. */
  guard(mayLeave: () => boolean | Promise<boolean>): () => void {
    this.#guards.add(mayLeave);
    return () => this.#guards.delete(mayLeave);
  }

  async #leave(): Promise<boolean> {
    for (const mayLeave of [...this.#guards]) {
      if (!(await mayLeave())) return false;
    }
    return true;
  }
}

function same(a: Place, b: Place): boolean {
  const keys = Object.keys(a.params);
  return (
    a.page === b.page &&
    keys.length === Object.keys(b.params).length &&
    keys.every((key) => a.params[key] === b.params[key])
  );
}

export const router = new Router("today");
