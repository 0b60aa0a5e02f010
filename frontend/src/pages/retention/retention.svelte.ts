// The page on which the owner approves: what is listed, what is chosen of it, and what came of it. Whatever is
// approved carries the digest of exactly the list that was seen.
import { SvelteSet } from "svelte/reactivity";

import { onProgress, type JobProgress } from "$lib/api/events";
import {
  purge,
  retentionOutlook,
  retentionReview,
  retentionRules,
  type Counts,
  type Decision,
  type MonthCount,
  type PurgeResult,
  type Review,
  type Rule,
} from "$lib/api/retention";
import { cancelJob } from "$lib/api/session";
import { toAppError, type AppError } from "$lib/errors";
import { changed } from "$lib/shared/changes.svelte";
import { setDueCustomers } from "$lib/shell/due.svelte";

export type Within = "0" | "30" | "90";
export const phases = ["erasing", "optimising", "compacting", "scanning"] as const;

const monthsAhead = 11;
const nothing: Counts = {
  customers: 0,
  persons: 0,
  contacts: 0,
  messages: 0,
  attachments: 0,
  deliveries: 0,
  consents: 0,
  entries: 0,
  technical: 0,
  requests: 0,
  visitors: 0,
  anonymised: 0,
  logRows: 0,
};

export class RetentionPage {
  review = $state.raw<Review>();
  outlook = $state.raw<readonly MonthCount[]>([]);
  rules = $state.raw<readonly Rule[]>([]);
  within = $state<Within>("0");
  /** Due, and left out by the owner this time. */
  left = new SvelteSet<string>();
  typed = $state("");
  clockSeen = $state(false);
  /** The list changed between being seen and being approved. */
  changed = $state(false);
  step = $state<"list" | "purging" | "done">("list");
  progress = $state.raw<JobProgress>();
  result = $state.raw<PurgeResult>();
  problem = $state.raw<AppError>();
  /** The register could not be read: never shown as an empty list. */
  unread = $state.raw<AppError>();

  readonly decisions: readonly Decision[] = $derived(this.review?.decisions ?? []);
  readonly due: readonly Decision[] = $derived(
    this.decisions.filter((d) => d.do !== "keep" && d.eraseOn <= (this.review?.today ?? "")),
  );
  readonly held: readonly Decision[] = $derived(
    this.decisions.filter((d) => d.do === "keep" && d.eraseOn <= (this.review?.today ?? "")),
  );
  readonly chosen: readonly Decision[] = $derived(this.due.filter((d) => !this.left.has(d.record)));
  /** Nothing but cards is chosen: then customers are counted, and otherwise records. */
  readonly cards: boolean = $derived(this.chosen.every((d) => d.class === "customer"));
  readonly counts: Counts = $derived(this.chosen.map((d) => d.counts).reduce(add, nothing));
  readonly clockBack: boolean = $derived(this.review?.clockNote === "clock-back");
  readonly clockAhead: boolean = $derived(this.review?.clockNote === "clock-ahead");
  readonly matches: boolean = $derived(typedNumber(this.typed) === this.chosen.length);
  readonly ready: boolean = $derived(
    this.chosen.length > 0 && this.matches && !this.clockBack && (!this.clockAhead || this.clockSeen),
  );

  async load(): Promise<void> {
    try {
      const [review, outlook, rules] = await Promise.all([
        retentionReview(Number(this.within)),
        retentionOutlook(monthsAhead),
        retentionRules(),
      ]);
      this.take(review);
      this.outlook = outlook;
      this.rules = rules;
      this.unread = undefined;
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }

  async look(within: Within): Promise<void> {
    this.within = within;
    try {
      const review = await retentionReview(Number(within));
      if (this.within === within) this.take(review);
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }

  take(review: Review): void {
    const before = this.review?.digest;
    this.review = review;
    setDueCustomers(review.counts.customers);
    if (before !== undefined && before !== review.digest) this.typed = "";
    for (const record of [...this.left]) {
      if (!this.due.some((d) => d.record === record)) this.left.delete(record);
    }
  }

  choose(record: string, on: boolean): void {
    if (on) this.left.delete(record);
    else this.left.add(record);
  }

  chooseAll(on: boolean): void {
    this.left.clear();
    if (!on) for (const d of this.due) this.left.add(d.record);
  }

  /** Erases what was chosen, for good. */
  async approve(): Promise<void> {
    if (!this.ready || !this.review || this.step === "purging") return;
    this.step = "purging";
    this.problem = undefined;
    this.changed = false;
    this.progress = undefined;
    const off = onProgress("purge", (progress) => (this.progress = progress));
    try {
      this.result = await purge({
        digest: this.review.digest,
        records: this.chosen.map((d) => d.record),
        classes: [],
        count: this.chosen.length,
      });
      this.step = "done";
    } catch (reason) {
      this.problem = toAppError(reason);
      this.changed = this.problem.has("digest-changed");
      this.step = "list";
    } finally {
      off();
      this.typed = "";
      this.clockSeen = false;
    }
    changed();
    await this.load();
  }

  /** What was erased by then stays erased, and gets its certificate. */
  async stop(): Promise<void> {
    await cancelJob("purge");
  }

  back(): void {
    this.step = "list";
    this.result = undefined;
  }
}

export function add(a: Counts, b: Counts): Counts {
  return {
    customers: a.customers + b.customers,
    persons: a.persons + b.persons,
    contacts: a.contacts + b.contacts,
    messages: a.messages + b.messages,
    attachments: a.attachments + b.attachments,
    deliveries: a.deliveries + b.deliveries,
    consents: a.consents + b.consents,
    entries: a.entries + b.entries,
    technical: a.technical + b.technical,
    requests: a.requests + b.requests,
    visitors: a.visitors + b.visitors,
    anonymised: a.anonymised + b.anonymised,
    logRows: a.logRows + b.logRows,
  };
}

/** What was typed as a number of persons; undefined when it is none. Thousands may have their space. */
export function typedNumber(typed: string): number | undefined {
  const digits = typed.replace(/\s/g, "");
  return /^\d{1,7}$/.test(digits) ? Number(digits) : undefined;
}
