// Proving that the recovery sheet is on paper: save it, read four groups from it, type them. Used in the first run
// and wherever a new sheet is made.
import { confirmRecovery, saveRecoverySheet, type RecoverySheet } from "$lib/api/session";
import { toAppError, type AppError } from "$lib/errors";
import { m } from "$lib/i18n";

export class Proof {
  readonly sheet: RecoverySheet;
  readonly #done: () => void;
  typed = $state<string[]>([]);
  /** Which fields the person has left: nothing is called wrong while it is typed. */
  left = $state<boolean[]>([]);
  saved = $state(false);
  busy = $state(false);
  problem = $state.raw<AppError>();

  /** `done` is called once, when the program has agreed with what was typed. */
  constructor(sheet: RecoverySheet, done: () => void) {
    this.sheet = sheet;
    this.#done = done;
    this.typed = sheet.ask.map(() => "");
  }

  #right(index: number): boolean {
    const group = this.sheet.groups[this.sheet.ask[index] ?? -1];
    return this.typed[index]?.trim().toUpperCase() === group?.toUpperCase();
  }

  get ready(): boolean {
    return this.sheet.ask.length > 0 && this.sheet.ask.every((_, index) => this.#right(index));
  }

  wrong(index: number): string | undefined {
    const at = this.sheet.ask[index] ?? 0;
    const seen = this.left[index] && this.typed[index] && !this.#right(index);
    return seen || this.problem?.for(String(at)) ? m.first_recovery_wrong({ number: at + 1 }) : undefined;
  }

  async save(): Promise<void> {
    await this.#run(async () => {
      if ((await saveRecoverySheet()) !== "") this.saved = true;
    });
  }

  async confirm(): Promise<void> {
    await this.#run(async () => {
      await confirmRecovery(this.typed);
      this.#done();
    });
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      await work();
    } catch (reason) {
      this.problem = toAppError(reason);
    } finally {
      this.busy = false;
    }
  }
}
