// The page on which the owner approves: what is listed, what is chosen of it, and what came of it. Whatever is
// approved carries the digest of exactly the list that was seen.
import { SvelteSet } from "svelte/reactivity";

import { onProgress, type JobProgress } from "$lib/api/events";
import {
  purge,
  retentionOutlook,
  retentionReview,
  policyPage,
  type Counts,
  type Decision,
  type Outlook,
  type PurgeResult,
  type Review,
  type Rule,
} from "$lib/api/retention";
import { cancelJob } from "$lib/api/session";
import { toAppError, type AppError } from "$lib/errors";
import { changed } from "$lib/shared/changes.svelte";
import { typedNumber } from "$lib/shared/typed";
import { tellWaiting } from "$lib/shell/due.svelte";

import { alongOf, announced, approvalOf, grouped, keyOf, sum, type Announced, type Group } from "./groups";

export type Within = "0" | "30" | "90";
export const phases = ["erasing", "optimising", "compacting", "scanning"] as const;

const monthsAhead = 11;
/** What goes by itself is announced so many days ahead. */
export const announceDays = 30;

export class RetentionPage {
  review = $state.raw<Review>();
  outlook = $state.raw<Outlook>({ months: [], classes: [] });
  rules = $state.raw<readonly Rule[]>([]);
  /** Something goes without being asked for. */
  auto = $state(false);
  within = $state<Within>("0");
  /** Due, and left out by the owner this time: by class and record. */
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

  /** What is listed, class by class. */
  readonly groups: readonly Group[] = $derived(
    this.review ? grouped(this.review, Number(this.within), this.left) : [],
  );
  /** What goes by itself in the days ahead. */
  readonly announced: readonly Announced[] = $derived(
    this.review ? announced(this.review, Math.max(announceDays, Number(this.within))) : [],
  );
  readonly due: number = $derived(sum(this.groups, (group) => group.due));
  readonly held: number = $derived(sum(this.groups, (group) => group.held));
  /** How many are approved. */
  readonly chosen: number = $derived(sum(this.groups, (group) => group.chosen));
  readonly choosing: readonly Group[] = $derived(this.groups.filter((group) => group.chosen > 0));
  /** Nothing but cards is chosen: then customers are counted, and otherwise records. */
  readonly cards: boolean = $derived(this.choosing.every((group) => group.class === "customer"));
  /** Of some of it the words stay, without names. */
  readonly nameless: boolean = $derived(this.choosing.some((group) => group.nameless));
  /** What goes with the chosen cards; undefined where not all of them are listed. */
  readonly along: Counts | undefined = $derived(alongOf(this.review, this.groups));
  readonly clockBack: boolean = $derived(this.review?.clockNote === "clock-back");
  readonly clockAhead: boolean = $derived(this.review?.clockNote === "clock-ahead");
  readonly matches: boolean = $derived(typedNumber(this.typed) === this.chosen);
  readonly ready: boolean = $derived(
    this.chosen > 0 && this.matches && !this.clockBack && (!this.clockAhead || this.clockSeen),
  );

  async load(): Promise<void> {
    try {
      const [review, outlook, policy] = await Promise.all([
        this.#ask(),
        retentionOutlook(monthsAhead),
        policyPage(),
      ]);
      this.take(review);
      this.outlook = outlook;
      this.rules = policy.rules.map((row) => row.rule);
      this.auto = policy.rules.some((row) => row.auto);
      this.unread = undefined;
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }

  async look(within: Within): Promise<void> {
    this.within = within;
    try {
      const review = await this.#ask();
      if (this.within === within) this.take(review);
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }

  /** Never shorter than what goes by itself must be announced. */
  #ask(): Promise<Review> {
    return retentionReview(Math.max(announceDays, Number(this.within)));
  }

  take(review: Review): void {
    const before = this.review?.digest;
    this.review = review;
    tellWaiting(review);
    if (before !== undefined && before !== review.digest) this.typed = "";
    const listed = new Set(review.decisions.map(keyOf)); // eslint-disable-line svelte/prefer-svelte-reactivity -- nothing is painted from it
    for (const key of [...this.left]) if (!listed.has(key)) this.left.delete(key);
  }

  choose(decision: Decision, on: boolean): void {
    if (on) this.left.delete(keyOf(decision));
    else this.left.add(keyOf(decision));
  }

  chooseClass(group: Group, on: boolean): void {
    for (const row of group.rows) if (row.due) this.choose(row.decision, on);
  }

  chooseAll(on: boolean): void {
    for (const group of this.groups) this.chooseClass(group, on);
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
      this.result = await purge(approvalOf(this.review.digest, this.groups));
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
