// The erasure that a request asks for: what goes is shown, counted by hand, and carried out exactly so.
import { cancelJob } from "$lib/api/session";
import { onProgress, type JobProgress } from "$lib/api/events";
import { erasePlan, eraseSubject, type EraseLine, type Plan } from "$lib/api/subjects";
import { toAppError, type AppError } from "$lib/errors";
import { m } from "$lib/i18n";
import { changed } from "$lib/shared/changes.svelte";
import { counted } from "$lib/shared/counted";
import { toasts } from "$lib/shared/toasts.svelte";
import { typedNumber } from "$lib/pages/retention/retention.svelte";

import type { OpenRequest } from "./open.svelte";

export class Erasing {
  readonly #open: OpenRequest;
  plan = $state.raw<Plan>();
  typed = $state("");
  busy = $state(false);
  progress = $state.raw<JobProgress>();
  problem = $state.raw<AppError>();
  /** The data changed between being seen and being approved. */
  changed = $state(false);

  readonly lines: readonly EraseLine[] = $derived(this.plan?.lines ?? []);
  readonly matches: boolean = $derived(typedNumber(this.typed) === this.plan?.count);
  readonly ready: boolean = $derived(
    !!this.plan && this.plan.count > 0 && this.plan.open === 0 && this.matches && !this.busy,
  );

  constructor(open: OpenRequest) {
    this.#open = open;
  }

  async load(): Promise<void> {
    try {
      const before = this.plan?.digest;
      this.plan = await erasePlan(this.#open.id);
      if (before !== undefined && before !== this.plan.digest) this.typed = "";
      this.problem = undefined;
    } catch (reason) {
      this.problem = toAppError(reason);
    }
  }

  async erase(): Promise<void> {
    if (!this.ready || !this.plan) return;
    this.busy = true;
    this.problem = undefined;
    this.changed = false;
    this.progress = undefined;
    const off = onProgress("erase", (progress) => (this.progress = progress));
    try {
      await eraseSubject(this.#open.id, this.plan.digest, this.plan.count);
      toasts.show(counted(m.req_erase_done, this.plan.count));
    } catch (reason) {
      const told = toAppError(reason);
      this.changed = told.has("digest-changed");
      await this.load();
      if (!this.changed) this.problem = told;
    } finally {
      off();
      this.busy = false;
      this.typed = "";
    }
    await this.#open.load();
    changed();
  }

  async stop(): Promise<void> {
    await cancelJob("erase");
  }
}
