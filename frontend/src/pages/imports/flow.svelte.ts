// Bringing in a customer list, step by step: file, columns and check, running, done. What is shown is worked out
// anew by the program after every choice, and running it carries the digest of exactly what was shown.
import { onProgress, type JobProgress } from "$lib/api/events";
import {
  importBatches,
  previewImport,
  runImport,
  undoImport,
  type ImportBatch,
  type ImportChoices,
  type ImportColumn,
  type ImportPreview,
  type ImportResult,
  type Undone,
} from "$lib/api/imports";
import { cancelJob } from "$lib/api/session";
import { toAppError, type AppError } from "$lib/errors";
import { changed } from "$lib/shared/changes.svelte";

export type ImportStep = "file" | "check" | "running" | "done";

const pause = 300; // milliseconds without a further choice before asking again
export const leaveOut = "-";

const fresh = (path: string): ImportChoices => ({
  path,
  columns: [],
  charset: "",
  delimiter: "",
  sheet: "",
  heading: "",
  updateExisting: false,
  consentSource: "",
  consentDate: "",
  returning: [],
});

export class ImportFlow {
  step = $state<ImportStep>("file");
  choices = $state.raw<ImportChoices>(fresh(""));
  preview = $state.raw<ImportPreview>();
  /** The preview is being worked out, and what is shown is of before the last choice. */
  stale = $state(false);
  problem = $state.raw<AppError>();
  progress = $state.raw<JobProgress>();
  startedAt = $state(0);
  result = $state.raw<ImportResult>();
  batches = $state.raw<readonly ImportBatch[]>([]);
  unread = $state.raw<AppError>();
  undoing = $state<string>();
  /** Rows whose person was erased before: kept, so that a row that was taken along can be taken out again. */
  erased = $state.raw<readonly number[]>([]);

  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #again = false;

  readonly ready: boolean = $derived(
    this.step === "check" &&
      !this.stale &&
      this.problem === undefined &&
      this.preview !== undefined &&
      !this.preview.problem &&
      this.preview.counts.add + this.preview.counts.update > 0,
  );
  /** Some row says yes to marketing: then it is asked where and when that was said. */
  readonly marketing: boolean = $derived(
    this.choices.consentSource !== "" ||
      this.choices.consentDate !== "" ||
      (this.preview?.counts.consents ?? 0) > 0 ||
      (this.preview?.remarks.some((group) => group.code === "import-consent-unproven") ?? false),
  );

  async loadBatches(): Promise<void> {
    try {
      this.batches = await importBatches();
      this.unread = undefined;
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }

  /** A file was chosen: it is looked at as recognised. */
  async open(path: string): Promise<void> {
    this.choices = fresh(path);
    this.preview = undefined;
    this.erased = [];
    this.problem = undefined;
    this.step = "check";
    await this.ask();
  }

  /** Changes what was chosen; the preview follows when the choosing pauses. */
  change(part: Partial<ImportChoices>): void {
    this.choices = { ...this.choices, ...part };
    this.stale = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), pause);
  }

  /** Puts a field to a column. A field that another column had moves: no two columns fill the same one. */
  map(column: ImportColumn, field: string): void {
    const columns = this.choices.columns.filter(
      (each) => each.column !== column.letters && (field === leaveOut || each.field !== field),
    );
    const other = this.preview?.columns.find((c) => c.letters !== column.letters && c.field === field);
    if (field !== leaveOut && other) columns.push({ column: other.letters, field: leaveOut });
    this.change({ columns: [...columns, { column: column.letters, field }] });
    if (this.preview) {
      const columns = this.preview.columns.map((c) => {
        if (c.letters === column.letters)
          return { ...c, field: field === leaveOut ? "" : field, known: false };
        return c === other && field !== leaveOut ? { ...c, field: "", known: false } : c;
      });
      this.preview = { ...this.preview, columns };
    }
  }

  takeAlong(row: number, on: boolean): void {
    const others = this.choices.returning.filter((each) => each !== row);
    this.change({ returning: on ? [...others, row].sort((a, b) => a - b) : others });
  }

  /** Another reading of the file's bytes: what was chosen for columns no longer fits. */
  reread(part: Pick<Partial<ImportChoices>, "charset" | "delimiter" | "heading">): void {
    this.change({ ...part, columns: [], returning: [] });
    this.erased = [];
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
      const preview = await previewImport(asked);
      if (asked === this.choices) this.#take(preview);
    } catch (reason) {
      if (asked === this.choices) this.problem = toAppError(reason);
    } finally {
      this.#asking = false;
    }
    if (asked === this.choices) this.stale = false;
    if (this.#again || (asked !== this.choices && this.#timer === undefined)) {
      this.#again = false;
      await this.ask();
    }
  }

  #take(preview: ImportPreview): void {
    this.preview = preview;
    this.problem = undefined;
    const rows = preview.skipped.filter((g) => g.code === "import-erased-before").flatMap((g) => g.rows);
    const all = [...this.choices.returning, ...rows].sort((a, b) => a - b);
    this.erased = all.filter((row, index) => row !== all[index - 1]);
  }

  async run(): Promise<void> {
    if (!this.ready || !this.preview) return;
    this.step = "running";
    this.progress = undefined;
    this.startedAt = Date.now();
    const off = onProgress("import", (progress) => (this.progress = progress));
    try {
      this.result = await runImport(this.choices, this.preview.digest);
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
    await this.loadBatches();
  }

  async stop(): Promise<void> {
    await cancelJob("import");
  }

  async undo(batch: string): Promise<Undone | undefined> {
    this.undoing = batch;
    this.startedAt = Date.now();
    this.progress = undefined;
    const off = onProgress("undo", (progress) => (this.progress = progress));
    try {
      const undone = await undoImport(batch);
      this.restart();
      changed();
      return undone;
    } catch (reason) {
      this.problem = toAppError(reason);
      return undefined;
    } finally {
      off();
      this.undoing = undefined;
      await this.loadBatches();
    }
  }

  /** Back to the choosing of a file; nothing was changed in the register. */
  restart(): void {
    clearTimeout(this.#timer);
    this.step = "file";
    this.preview = undefined;
    this.problem = undefined;
    this.result = undefined;
    this.stale = false;
    this.choices = fresh("");
  }
}
