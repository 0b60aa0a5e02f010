// A letter while it is written: the paragraphs that are the owner's, and the PDF that follows them.
import { draftLetter, lettersFor, previewLetter, type Writing } from "$lib/api/letters";
import { requestPage, type RequestPage } from "$lib/api/requests";
import { toAppError, type AppError } from "$lib/errors";

import { letterNow } from "./letterwords";

export class Letter {
  readonly requestId: string;
  page = $state.raw<RequestPage>();
  kinds = $state.raw<readonly string[]>([]);
  kind = $state("");
  language = $state("");
  paragraphs = $state<string[]>([]);
  /** Places that nothing is known for. */
  missing = $state.raw<readonly string[]>([]);
  pdf = $state("");
  problem = $state.raw<AppError>();
  /** The request or its draft could not be read. */
  unread = $state.raw<AppError>();
  #turn = 0;

  constructor(requestId: string) {
    this.requestId = requestId;
  }

  get writing(): Writing {
    return {
      requestId: this.requestId,
      kind: this.kind,
      language: this.language,
      paragraphs: $state.snapshot(this.paragraphs),
    };
  }

  async open(kind: string): Promise<void> {
    this.unread = undefined;
    try {
      [this.page, this.kinds] = await Promise.all([requestPage(this.requestId), lettersFor(this.requestId)]);
      await this.take(kind || letterNow(this.page, this.kinds), "");
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }

  /** Another letter, or the same in another language: the draft begins anew. */
  async take(kind: string, language: string): Promise<void> {
    const turn = ++this.#turn;
    [this.pdf, this.problem] = ["", undefined];
    try {
      const draft = await draftLetter(this.requestId, kind, language);
      if (turn !== this.#turn) return;
      this.kind = draft.kind;
      this.language = draft.language;
      this.paragraphs = [...draft.paragraphs];
      this.missing = draft.missing;
      await this.preview();
    } catch (reason) {
      if (turn === this.#turn) this.problem = toAppError(reason);
    }
  }

  /** Makes the PDF of what stands there now. An answer that comes late is of another text. */
  async preview(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const printed = await previewLetter(this.writing);
      if (turn !== this.#turn) return;
      this.pdf = printed.pdf;
      this.problem = undefined;
      this.missing = [];
    } catch (reason) {
      if (turn !== this.#turn) return;
      this.pdf = "";
      this.problem = toAppError(reason);
    }
  }
}
