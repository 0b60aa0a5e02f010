// What was found of the person, and what the owner says of it.
import { markSame, searchSubject, type Find } from "$lib/api/subjects";
import { toAppError, type AppError } from "$lib/errors";

import type { OpenRequest } from "./open.svelte";

export class Found {
  readonly #open: OpenRequest;
  busy = $state(false);
  problem = $state.raw<AppError>();

  constructor(open: OpenRequest) {
    this.#open = open;
  }

  get all(): readonly Find[] {
    return this.#open.page?.finds ?? [];
  }
  readonly searched: boolean = $derived.by(() => this.all.length > 0);
  /** Said to be the person, or said not to be: with their tick. */
  readonly decided: readonly Find[] = $derived.by(() =>
    this.all.filter((find) => find.aside === "" && find.same !== ""),
  );
  readonly undecided: readonly Find[] = $derived.by(() =>
    this.all.filter((find) => find.aside === "" && find.same === ""),
  );
  readonly aside: readonly Find[] = $derived.by(() => this.all.filter((find) => find.aside !== ""));

  async search(): Promise<void> {
    await this.#attempt((id) => searchSubject(id));
  }

  async same(find: Find, is: "yes" | "no"): Promise<void> {
    await this.#attempt((id) => markSame(id, find.id, is));
  }

  async #attempt(act: (id: string) => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      await act(this.#open.id);
      await this.#open.load();
    } catch (reason) {
      this.problem = toAppError(reason);
    } finally {
      this.busy = false;
    }
  }
}
