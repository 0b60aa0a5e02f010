// The imports of before, and the way back from each of them.
import { onProgress, type JobProgress } from "$lib/api/events";
import { importBatches, undoImport, type ImportBatch, type Undone } from "$lib/api/imports";
import { toAppError, type AppError } from "$lib/errors";
import { changed } from "$lib/shared/changes.svelte";

export class Past {
  batches = $state.raw<readonly ImportBatch[]>([]);
  /** The list could not be read: never shown as an empty one. */
  unread = $state.raw<AppError>();
  problem = $state.raw<AppError>();
  undoing = $state<string>();
  progress = $state.raw<JobProgress>();
  startedAt = $state(0);

  async load(): Promise<void> {
    try {
      this.batches = await importBatches();
      this.unread = undefined;
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }

  async undo(batch: string): Promise<Undone | undefined> {
    this.undoing = batch;
    this.startedAt = Date.now();
    this.progress = undefined;
    this.problem = undefined;
    const off = onProgress("undo", (progress) => (this.progress = progress));
    try {
      const undone = await undoImport(batch);
      changed();
      return undone;
    } catch (reason) {
      this.problem = toAppError(reason);
      return undefined;
    } finally {
      off();
      this.undoing = undefined;
      await this.load();
    }
  }
}
