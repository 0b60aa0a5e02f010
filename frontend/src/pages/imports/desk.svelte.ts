// The one way in: files are chosen or dropped, the program says what they are, and the right flow takes over. It
// lives beside the page, so that one can go elsewhere while something is brought in; locking loads the window anew.
import { pickFiles, recognise, type Incoming } from "$lib/api/imports";
import { toAppError, type AppError } from "$lib/errors";
import { m } from "$lib/i18n";
import { counted } from "$lib/shared/counted";
import { router } from "$lib/shared/router.svelte";
import { toasts } from "$lib/shared/toasts.svelte";

import { ImportFlow, type TableRegister } from "./flow.svelte";
import { Past } from "./past.svelte";
import { TalkFlow } from "./talks.svelte";

export type Kind = TableRegister | "conversations" | "mail" | "visits";
const tables: readonly string[] = ["customers", "contacts", "deliveries"];
const isTable = (kind: string): kind is TableRegister => tables.includes(kind);

export class Desk {
  readonly table = new ImportFlow();
  readonly talks = new TalkFlow();
  readonly past = new Past();
  busy = $state<"" | "picking" | "looking">("");
  problem = $state.raw<AppError>();
  /** What is being brought in now. */
  kind = $state<Kind>();
  now = $state.raw<readonly Incoming[]>([]);
  /** Files that were chosen along and are of another kind: one after the other. */
  rest = $state.raw<readonly Incoming[]>([]);
  /** It is asked what the file is. */
  asking = $state(false);

  /** Conversations or mail: one flow for both. */
  readonly spoken: boolean = $derived(this.kind === "conversations" || this.kind === "mail");
  readonly running: boolean = $derived(this.table.step === "running" || this.talks.step === "running");
  readonly step: "file" | "ask" | "map" | "check" | "running" | "done" = $derived(
    this.asking ? "ask" : this.spoken ? this.talks.step : this.table.step,
  );
  readonly names: string = $derived(this.now.map((file) => file.is.name).join(", "));

  async pick(): Promise<void> {
    if (this.busy !== "") return;
    this.busy = "picking";
    try {
      const paths = await pickFiles();
      this.busy = "";
      if (paths.length > 0) await this.take(paths);
    } catch (reason) {
      this.problem = toAppError(reason);
    } finally {
      this.busy = "";
    }
  }

  /** Files were picked or dropped. */
  async take(paths: readonly string[]): Promise<void> {
    if (this.busy !== "" || this.running || paths.length === 0) return;
    this.restart();
    this.busy = "looking";
    let found: readonly Incoming[] = [];
    try {
      found = await recognise(paths);
    } catch (reason) {
      this.problem = toAppError(reason);
    } finally {
      this.busy = "";
    }
    if (found.length > 0) await this.begin(found);
  }

  /** Conversations come in together, everything else a file at a time. */
  async begin(files: readonly Incoming[]): Promise<void> {
    const first = files[0];
    if (!first) return;
    const together =
      first.is.sure && (first.is.kind === "conversations" || first.is.kind === "mail")
        ? files.filter((file) => file.is.kind === first.is.kind && file.is.sure)
        : [first];
    this.now = together;
    this.rest = files.filter((file) => !together.includes(file));
    if (first.is.problem) this.problem = toAppError(JSON.stringify([first.is.problem]));
    else if (first.is.kind !== "" && (first.is.sure || !first.is.table)) await this.as(first.is.kind as Kind);
    else this.asking = true;
  }

  async as(kind: Kind): Promise<void> {
    const [first] = this.now;
    if (!first) return;
    this.asking = false;
    this.kind = kind;
    this.table.restart();
    this.talks.restart();
    if (kind === "visits") {
      const { path } = first;
      this.restart();
      await router.go("visits", { path });
    } else if (isTable(kind)) await this.table.open(first.path, kind);
    else
      await this.talks.open(
        this.now.map((file) => file.path),
        kind === "mail",
      );
  }

  async run(): Promise<void> {
    const flow = this.spoken ? this.talks : this.table;
    await flow.run();
    await this.past.load();
    if (flow.step === "done" && router.current.page !== "imports") toasts.show(this.doneText);
  }

  get doneText(): string {
    if (this.spoken) {
      const counts = this.talks.result?.counts;
      if (!counts || this.talks.result?.batch === "") return m.talk_done_nothing();
      return counted(m.talk_done, counts.conversations - counts.skipped);
    }
    const done = this.kind === "customers" ? m.import_done : m.bring_done_entries;
    return counted(done, this.table.result?.added ?? 0);
  }

  stop(): void {
    void (this.spoken ? this.talks : this.table).stop();
  }

  async next(): Promise<void> {
    const rest = this.rest;
    this.restart();
    await this.begin(rest);
  }

  restart(): void {
    if (this.running) return;
    this.table.restart();
    this.talks.restart();
    this.kind = undefined;
    this.now = [];
    this.rest = [];
    this.asking = false;
    this.problem = undefined;
  }
}

export const desk = new Desk();
