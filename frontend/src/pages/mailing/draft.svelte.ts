// A message while it is written: it saves itself, and after each saving the program tells anew who would get it.
import { previewMailing, saveMailing, type Mailing, type MailingPreview } from "$lib/api/mailing";
import { toAppError, type AppError } from "$lib/errors";
import { track } from "$lib/shared/pending";

export function blank(): Mailing {
  return {
    id: "",
    kind: "marketing",
    subject: "",
    body: "",
    goods: "",
    state: "draft",
    recipients: 0,
    sent: 0,
    failed: 0,
    skipped: 0,
    on: "",
  };
}

const pause = 800; // milliseconds after the last letter
const words = (mailing: Mailing) =>
  JSON.stringify([mailing.kind, mailing.subject, mailing.body, mailing.goods]);

/** What was written without a subject or without a text: it can not be kept in the register yet, but it waits here. */
let unfinished: Mailing | undefined;

export class Draft {
  mailing = $state<Mailing>(blank());
  saved = $state<"idle" | "saving" | "saved" | "failed">("idle");
  problem = $state.raw<AppError>();
  preview = $state.raw<MailingPreview>();
  unread = $state.raw<AppError>();
  readonly #save: typeof saveMailing;
  readonly #look: typeof previewMailing;
  #kept = words(blank());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Promise<unknown> = Promise.resolve();
  #turn = 0;
  #thrown = false;

  constructor(save = saveMailing, look = previewMailing) {
    this.#save = save;
    this.#look = look;
  }

  /** Goes on with one that is kept; without one a new message begins, or the one that was left unfinished. */
  begin(kept?: Mailing): void {
    if (kept) {
      this.mailing = { ...kept };
      this.#kept = words(kept);
    } else if (unfinished) {
      this.mailing = unfinished;
      unfinished = undefined;
    }
    void this.look();
  }
  /** The page is left: what can be kept is kept, the rest waits for the next new message. */
  leave(): void {
    if (this.mailing.id === "" && !this.complete && !this.#thrown && this.dirty)
      unfinished = { ...this.mailing };
    void this.keep();
  }
  /** A message without a subject or a text is none: it is not kept yet. */
  get complete(): boolean {
    return this.mailing.subject.trim() !== "" && this.mailing.body.trim() !== "";
  }
  get dirty(): boolean {
    return words(this.mailing) !== this.#kept;
  }

  /** Something was typed. */
  typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), pause);
  }
  /** It is not to be kept any more: it was thrown away. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#thrown = true;
  }
  /** Saves what is not saved yet. True when the register holds what is on the screen. */
  keep(): Promise<boolean> {
    clearTimeout(this.#timer);
    const kept = this.#work.then(() => this.#keep());
    this.#work = kept;
    return track(kept);
  }
  async #keep(): Promise<boolean> {
    if (this.#thrown || !this.dirty) return this.complete;
    if (!this.complete && this.mailing.id === "") return false;
    const sent = words(this.mailing);
    this.saved = "saving";
    try {
      const { id } = await this.#save({ ...this.mailing });
      this.mailing.id = id;
      this.#kept = sent;
      this.problem = undefined;
      this.saved = "saved";
    } catch (reason) {
      this.problem = toAppError(reason);
      this.saved = "failed";
      return false;
    }
    await this.look();
    return true;
  }

  /** Who would get it now. A slower answer to an older question is dropped. */
  async look(): Promise<void> {
    const mine = ++this.#turn;
    try {
      const found = await this.#look(this.mailing.id);
      if (mine === this.#turn) [this.preview, this.unread] = [found, undefined];
    } catch (reason) {
      if (mine === this.#turn) this.unread = toAppError(reason);
    }
  }
}
