// Bringing in a table of customers, contacts or deliveries: columns and check, running, done. What is shown is worked out
// anew by the program after every choice, and running it carries the digest of exactly what was shown.
import { onProgress, type JobProgress } from "$lib/api/events";
import {
  entryFields,
  importFields,
  previewEntries,
  previewImport,
  runEntries,
  runImport,
  type EntryRow,
  type ImportChoices,
  type ImportColumn,
  type ImportPreview,
  type ImportResult,
} from "$lib/api/imports";
import { cancelJob } from "$lib/api/session";
import { toAppError, type AppError } from "$lib/errors";
import { changed } from "$lib/shared/changes.svelte";

export type ImportStep = "file" | "check" | "running" | "done";

const pause = 300; // milliseconds without a further choice before asking again
export const leaveOut = "-";
export type TableRegister = "customers" | "contacts" | "deliveries";

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
  keepPostcodes: false,
});

export class ImportFlow {
  step = $state<ImportStep>("file");
  register = $state<TableRegister>("customers");
  /** What a column can be brought in as. */
  fields = $state.raw<readonly string[]>([]);
  /** Of contacts and deliveries: cells with personal identity codes come in with asterisks. */
  maskHetus = $state(false);
  entries = $state.raw<readonly EntryRow[]>([]);
  choices = $state.raw<ImportChoices>(fresh(""));
  preview = $state.raw<ImportPreview>();
  /** The preview is being worked out, and what is shown is of before the last choice. */
  stale = $state(false);
  problem = $state.raw<AppError>();
  progress = $state.raw<JobProgress>();
  startedAt = $state(0);
  result = $state.raw<ImportResult>();
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

  /** A file was chosen: it is looked at as recognised. */
  async open(path: string, register: TableRegister = "customers"): Promise<void> {
    this.choices = fresh(path);
    this.register = register;
    this.maskHetus = false;
    this.fields = [];
    this.entries = [];
    this.preview = undefined;
    this.erased = [];
    this.problem = undefined;
    this.step = "check";
    void (register === "customers" ? importFields() : entryFields(register)).then(
      (fields) => (this.fields = fields),
      () => {}, // the table of columns then offers only leaving out
    );
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

  mask(on: boolean): void {
    this.maskHetus = on;
    this.change({});
  }

  takeAlong(row: number, on: boolean): void {
    const others = this.choices.returning.filter((each) => each !== row);
    this.change({ returning: on ? [...others, row].sort((a, b) => a - b) : others });
  }

  /** Another reading of the file's bytes: what was chosen for columns no longer fits. */
  reread(part: Pick<Partial<ImportChoices>, "charset" | "delimiter" | "heading" | "sheet">): void {
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
      const preview = await this.#look(asked);
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

  async #look(file: ImportChoices): Promise<ImportPreview> {
    if (this.register === "customers") return previewImport(file);
    const { rows, ...seen } = await previewEntries({
      register: this.register,
      file,
      maskHetus: this.maskHetus,
    });
    if (file === this.choices) this.entries = rows;
    return { ...seen, rows: [] };
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
      const { choices: file, register, maskHetus, preview } = this;
      this.result =
        register === "customers"
          ? await runImport(file, preview.digest)
          : await runEntries({ register, file, maskHetus }, preview.digest);
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

  /** Back to the choosing of a file; nothing was changed in the register. */
  restart(): void {
    clearTimeout(this.#timer);
    this.step = "file";
    this.entries = [];
    this.preview = undefined;
    this.problem = undefined;
    this.result = undefined;
    this.stale = false;
    this.choices = fresh("");
  }
}
