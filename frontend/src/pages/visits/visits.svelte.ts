// What the page of visits shows, and bringing a file in.
import { undoImport } from "$lib/api/imports";
import { cancelJob } from "$lib/api/session";
import {
  forgetVisitors,
  pickVisits,
  previewVisits,
  runVisits,
  showVisits,
  type VisitsPage as Shown,
  type VisitsPreview,
} from "$lib/api/visits";
import { toAppError, type AppError } from "$lib/errors";
import { m } from "$lib/i18n";
import { toasts } from "$lib/shared/toasts.svelte";
import { undoStack } from "$lib/shared/undo.svelte";

export class VisitsPage {
  shown = $state.raw<Shown>();
  /** The register could not be read: never shown as an empty page. */
  unread = $state.raw<AppError>();
  problem = $state.raw<AppError>();
  preview = $state.raw<VisitsPreview>();
  busy = $state<"" | "reading" | "importing" | "forgetting">("");

  readonly empty: boolean = $derived(this.shown !== undefined && this.shown.origins.length === 0);

  async load(origin = this.shown?.origin ?? ""): Promise<void> {
    try {
      this.shown = await showVisits(origin);
      this.unread = undefined;
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }

  async pick(): Promise<void> {
    await this.#work("reading", async () => {
      const path = await pickVisits();
      if (path !== "") this.preview = await previewVisits(path);
    });
  }

  /** A file that was chosen elsewhere. */
  async open(path: string): Promise<void> {
    await this.#work("reading", async () => {
      this.preview = await previewVisits(path);
    });
  }

  async run(): Promise<void> {
    const preview = this.preview;
    if (!preview) return;
    await this.#work("importing", async () => {
      const { batch } = await runVisits(preview.path, preview.digest);
      this.preview = undefined;
      undoStack.did({
        text: m.visits_imported(),
        undo: async () => {
          await undoImport(batch);
          await this.load("");
        },
      });
      await this.load(preview.origin);
    });
  }

  async forget(): Promise<void> {
    await this.#work("forgetting", async () => {
      await forgetVisitors();
      toasts.show(m.visits_forgotten());
      await this.load();
    });
  }

  /** Nothing was written yet, or all of it is taken back. */
  close(): void {
    if (this.busy === "importing") void cancelJob("import");
    this.preview = undefined;
  }

  async #work(what: typeof this.busy, work: () => Promise<void>): Promise<void> {
    if (this.busy !== "") return;
    this.busy = what;
    this.problem = undefined;
    try {
      await work();
    } catch (reason) {
      this.problem = toAppError(reason);
    } finally {
      this.busy = "";
    }
  }
}
