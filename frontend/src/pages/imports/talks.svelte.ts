// Bringing in conversations and calls: what was read, who of the writers is the firm, whose each conversation is,
// then running. As with tables, what is shown is worked out anew by the program after every choice.
import { onProgress, type JobProgress } from "$lib/api/events";
import {
  placesIn,
  previewHistories,
  runHistories,
  type ConversationChoice,
  type HistoryChoices,
  type HistoryPlaces,
  type HistoryPreview,
  type HistoryResult,
  type PlannedConversation,
} from "$lib/api/histories";
import { cancelJob } from "$lib/api/session";
import { toAppError, type AppError } from "$lib/errors";
import { changed } from "$lib/shared/changes.svelte";

import { swapped } from "./days";

export type TalkStep = "file" | "map" | "check" | "running" | "done";
export type Shown = "all" | "open" | "in" | "out";

const pause = 150; // milliseconds without a further choice before asking again
const page = 50; // conversations in the list at first, and more at a time

const fresh = (paths: readonly string[]): HistoryChoices => ({
  paths: [...paths],
  format: "",
  dayFirst: "",
  map: [],
  us: [],
  customer: "",
  zone: "",
  technical: false,
  maskHetus: false,
  purpose: "",
  newCards: false,
  choices: [],
  mail: false,
  attachments: false,
  bulk: false,
  waiting: false,
});

/** Reasons about which the person can do something in the row. */
const open = [
  "import-person-unknown",
  "import-name-match",
  "import-several",
  "import-nobody",
  "import-erased-before",
];
export const isOpen = (row: PlannedConversation) => open.includes(row.reason?.code ?? "");

export class TalkFlow {
  step = $state<TalkStep>("file");
  choices = $state.raw<HistoryChoices>(fresh([]));
  preview = $state.raw<HistoryPreview>();
  places = $state.raw<HistoryPlaces>();
  stale = $state(false);
  problem = $state.raw<AppError>();
  progress = $state.raw<JobProgress>();
  startedAt = $state(0);
  result = $state.raw<HistoryResult>();
  /** Authors that are marked as the firm, until the person says that they are. */
  us = $state.raw<readonly string[]>([]);
  /** The question who is the firm is shown, though it was answered. */
  asksUs = $state(false);
  show = $state<Shown>("all");
  most = $state(page);
  /** The day of an example, as the file was read: kept, so that both readings can be shown after choosing. */
  exampleDay = $state("");
  dayOrder = $state<"day" | "month" | "">("");

  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #again = false;

  readonly comes: number = $derived(
    (this.preview?.counts.conversations ?? 0) - (this.preview?.counts.skipped ?? 0),
  );
  readonly ready: boolean = $derived(
    this.step === "check" &&
      !this.stale &&
      this.problem === undefined &&
      this.comes > 0 &&
      !(this.preview?.askUs ?? true),
  );
  readonly undecided: number = $derived(this.preview?.conversations.filter(isOpen).length ?? 0);
  readonly rows: readonly PlannedConversation[] = $derived(
    (this.preview?.conversations ?? []).filter(
      (row) =>
        this.show === "all" ||
        (this.show === "open" ? isOpen(row) : (this.show === "out") === (row.do === "skip")),
    ),
  );
  /** The file can be read with the day or the month first: both readings of one of its days. */
  readonly readings: { day: string; month: string } | undefined = $derived.by(() => {
    if (this.dayOrder === "" || this.exampleDay === "") return undefined;
    const other = swapped(this.exampleDay);
    return this.dayOrder === "day"
      ? { day: this.exampleDay, month: other }
      : { day: other, month: this.exampleDay };
  });

  async open(paths: readonly string[], mail = false): Promise<void> {
    this.restart();
    this.choices = { ...fresh(paths), mail };
    this.step = "check";
    await this.ask();
    if (this.problem?.has("import-format-unknown") && paths.length === 1) await this.map();
  }

  /** The person tells what stands where. */
  async map(): Promise<void> {
    const [path] = this.choices.paths;
    if (path === undefined) return;
    try {
      const places = await placesIn(path);
      if (places.places.length === 0) return; // neither JSON nor CSV: the problem stays as it is
      this.places = places;
      this.step = "map";
      if (this.choices.map.length === 0) this.choices = { ...this.choices, map: places.map };
      this.problem = undefined;
      if (this.mapped) await this.ask();
    } catch (reason) {
      this.problem = toAppError(reason);
    }
  }

  get mapped(): boolean {
    return this.choices.map.some((each) => each.field === "text" && each.path !== "");
  }

  /** Puts a field of ours to a spot of the file; "" takes it away. */
  place(field: string, path: string): void {
    const map = this.choices.map.filter((each) => each.field !== field);
    if (path !== "") map.push({ field, path });
    this.choices = { ...this.choices, map };
    if (this.mapped) this.change({});
    else this.preview = undefined;
  }

  check(): void {
    if (this.mapped) this.step = "check";
  }

  /** Changes what was chosen; the preview follows when the choosing pauses. */
  change(part: Partial<HistoryChoices>): void {
    this.choices = { ...this.choices, ...part };
    this.stale = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), pause);
  }

  /** Whose a conversation is. Without a choice it is as the program says. */
  choose(row: PlannedConversation, choice?: Omit<ConversationChoice, "key">): void {
    const choices = this.choices.choices.filter((each) => each.key !== row.key);
    if (choice) choices.push({ key: row.key, ...choice });
    this.change({ choices });
  }
  chosen(row: PlannedConversation): ConversationChoice | undefined {
    return this.choices.choices.find((each) => each.key === row.key);
  }
  toCustomer(row: PlannedConversation, number: string): void {
    this.choose(row, { to: "customer", number, name: "", email: "", phone: "" });
  }
  toNew(row: PlannedConversation, name = "", email = "", phone = ""): void {
    this.choose(row, { to: "new", number: "", name, email, phone });
  }
  leaveOut(row: PlannedConversation): void {
    this.choose(row, { to: "skip", number: "", name: "", email: "", phone: "" });
  }

  markUs(name: string, on: boolean): void {
    const others = this.us.filter((each) => each !== name);
    this.us = on ? [...others, name] : others;
  }
  tellUs(): void {
    if (this.us.length === 0) return;
    this.asksUs = false;
    this.change({ us: [...this.us] });
  }

  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    this.stale = true;
    if (this.#asking) {
      this.#again = true;
      await cancelJob("preview").catch(() => {}); // it ends by itself at the latest
      return;
    }
    this.#asking = true;
    const asked = this.choices;
    try {
      const preview = await previewHistories(asked);
      if (asked === this.choices) this.#take(preview);
    } catch (reason) {
      if (asked === this.choices) this.problem = toAppError(reason);
    } finally {
      this.#asking = false;
    }
    if (asked === this.choices) this.stale = false;
    if (this.#again) {
      this.#again = false;
      await this.ask();
    }
  }

  #take(preview: HistoryPreview): void {
    this.preview = preview;
    this.problem = undefined;
    if (preview.askUs && this.us.length === 0)
      this.us = preview.authors.filter((each) => each.us || each.likely).map((each) => each.name);
    const order = preview.files
      .flatMap((file) => file.findings)
      .find((each) => each.code === "talk-day-order");
    if (order && this.dayOrder === "") {
      const example = preview.conversations.map((row) => row.first).find((first) => swapped(first) !== "");
      this.exampleDay = example ?? "";
      this.dayOrder = example ? (order.args?.order === "month" ? "month" : "day") : "";
    }
  }

  async run(): Promise<void> {
    if (!this.ready || !this.preview) return;
    this.step = "running";
    this.progress = undefined;
    this.startedAt = Date.now();
    const off = onProgress("import", (progress) => (this.progress = progress));
    try {
      this.result = await runHistories(this.choices, this.preview.digest);
      this.step = "done";
      changed();
    } catch (reason) {
      const problem = toAppError(reason);
      this.step = "check";
      if (problem.has("import-changed-since")) await this.ask();
      this.problem = problem.has("cancelled") ? undefined : problem;
    } finally {
      off();
    }
  }

  async stop(): Promise<void> {
    await cancelJob("import");
  }

  more(): void {
    this.most += page;
  }

  /** Back to the choosing of files; nothing was changed in the register. */
  restart(): void {
    clearTimeout(this.#timer);
    this.step = "file";
    this.choices = fresh([]);
    this.preview = undefined;
    this.places = undefined;
    this.problem = undefined;
    this.result = undefined;
    this.stale = false;
    this.us = [];
    this.asksUs = false;
    this.show = "all";
    this.most = page;
    this.exampleDay = "";
    this.dayOrder = "";
  }
}
