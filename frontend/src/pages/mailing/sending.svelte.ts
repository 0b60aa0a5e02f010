// The sending that is under way: it goes on while other pages are looked at, and ends with the register.
import { onProgress, type JobProgress } from "$lib/api/events";
import { sendMailing, type MailingOutcome } from "$lib/api/mailing";
import { cancelJob } from "$lib/api/session";
import { toAppError, type AppError } from "$lib/errors";
import { changed } from "$lib/shared/changes.svelte";

export class Sending {
  /** Of the mailing that is being sent; empty while none is. */
  id = $state("");
  progress = $state.raw<JobProgress>();
  startedAt = $state(0);
  /** How many had been dealt with when this run began. */
  from = $state(0);
  stopping = $state(false);
  /** What the last run ended with, and whose it was. */
  last = $state.raw<{ id: string; outcome?: MailingOutcome; problem?: AppError }>();
  readonly #send: typeof sendMailing;

  constructor(send = sendMailing) {
    this.#send = send;
  }

  /** Why the last run of this mailing stopped, or undefined. */
  problemOf(id: string): AppError | undefined {
    return this.last?.id === id ? this.last.problem : undefined;
  }

  /** Sends, or goes on. One at a time: false when another one is under way. */
  async send(id: string, digest: string): Promise<boolean> {
    if (this.id !== "") return false;
    [this.id, this.progress, this.last, this.stopping] = [id, undefined, undefined, false];
    this.startedAt = Date.now();
    const off = onProgress("mailing", (next) => {
      if (!this.progress) this.from = next.done;
      this.progress = next;
    });
    try {
      this.last = { id, outcome: await this.#send(id, digest) };
    } catch (reason) {
      this.last = { id, problem: toAppError(reason) };
    } finally {
      off();
      this.id = "";
      changed();
    }
    return true;
  }
  stop(): void {
    this.stopping = true;
    void cancelJob("mailing").catch(() => (this.stopping = false));
  }
}

export const sending = new Sending();
