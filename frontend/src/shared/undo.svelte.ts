// What was done in this session and can be taken back: one stack, the latest first. Each act says so in a toast;
// only the latest toast offers the undo, because taking back an earlier act would take the later ones along.
import { toAppError } from "$lib/errors";

import { changed } from "./changes.svelte";
import { toasts } from "./toasts.svelte";

export interface Act {
  /** "Puhelinnumero muutettiin." */
  text: string;
  undo: () => Promise<unknown>;
  /** Does it again. What cannot be done again is left out of the redo stack. */
  redo?: () => Promise<unknown>;
}

const deep = 200;

export class UndoStack {
  #done = $state.raw<readonly Act[]>([]);
  #undone = $state.raw<readonly Act[]>([]);
  #busy = false;
  #toast: number | undefined;

  get canUndo(): boolean {
    return this.#done.length > 0;
  }
  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Something was done; `quiet` keeps the undo and leaves the toast out. */
  did(act: Act, quiet = false): void {
    this.#done = [...this.#done, act].slice(-deep);
    this.#undone = [];
    this.#forgetToast();
    if (!quiet) this.#toast = toasts.show(act.text, () => this.undo());
    changed();
  }

  async undo(): Promise<void> {
    const act = this.#done[this.#done.length - 1];
    if (!act || this.#busy) return;
    this.#forgetToast();
    await this.#run(act.undo, () => {
      this.#done = this.#done.slice(0, -1);
      this.#undone = act.redo ? [...this.#undone, act] : [];
    });
  }

  async redo(): Promise<void> {
    const act = this.#undone[this.#undone.length - 1];
    if (!act?.redo || this.#busy) return;
    await this.#run(act.redo, () => {
      this.#undone = this.#undone.slice(0, -1);
      this.#done = [...this.#done, act];
    });
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
    this.#forgetToast();
  }

  /** One at a time: a second Ctrl Z waits for nobody, it is dropped. */
  async #run(step: () => Promise<unknown>, then: () => void): Promise<void> {
    this.#busy = true;
    try {
      await step();
      then();
    } catch (reason) {
      toasts.show(toAppError(reason).text);
    } finally {
      this.#busy = false;
      changed();
    }
  }

  #forgetToast(): void {
    if (this.#toast !== undefined) toasts.close(this.#toast);
    this.#toast = undefined;
  }
}

export const undoStack = new UndoStack();
