// ↓ and Enter in the search field go on to the list. While the answer is on its way they wait for it: they must never
// act on the rows of an older question.
import { tick } from "svelte";

export interface Answers {
  readonly answered: boolean;
  settled(): Promise<void>;
}

export class HeldKeys {
  #held: string[] = [];
  #turn = 0;
  #answers: Answers;
  #list: () => HTMLElement | null;

  /** `list` is where the keys go, or null while there are no rows. */
  constructor(answers: Answers, list: () => HTMLElement | null) {
    this.#answers = answers;
    this.#list = list;
  }

  /** The first key goes into the list; those that follow before the answer has come act there. */
  press(key: string): void {
    if (this.#held.length === 0 && this.#answers.answered) return this.#list()?.focus();
    this.#held.push(key);
    if (this.#held.length === 1) void this.#wait(this.#turn);
  }
  /** The person writes on: the keys belonged to the text before. */
  drop(): void {
    this.#turn++;
    this.#held = [];
  }

  async #wait(turn: number): Promise<void> {
    await this.#answers.settled();
    await tick(); // the list is drawn
    if (turn !== this.#turn) return;
    const list = this.#list();
    list?.focus();
    for (const key of this.#held.splice(0).slice(1)) {
      list?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      await tick();
    }
  }
}
