// Find or do (Ctrl K). Whoever knows something worth finding adds a provider; groups stand in the order of
// `rank`. A question that starts with ">" asks for actions only.
import { toAppError } from "$lib/errors";
import type { Icon as LucideIcon } from "$lib/shared/icon";

export interface PaletteItem {
  id: string;
  title: string;
  detail?: string;
  icon?: LucideIcon;
  /** Key caps at the right. */
  keys?: string;
  run: () => void;
}

export interface PaletteProvider {
  id: string;
  group: () => string;
  /** Lower stands higher: customers 10, actions 20, pages 30. */
  rank: number;
  actions?: boolean;
  find: (query: string) => readonly PaletteItem[] | Promise<readonly PaletteItem[]>;
}

export interface PaletteGroup {
  id: string;
  heading: string;
  items: readonly PaletteItem[];
}

class Palette {
  open = $state(false);
  query = $state("");
  groups = $state.raw<readonly PaletteGroup[]>([]);
  /** Something could not be read: said, because silence would look like "nothing found". */
  problem = $state("");
  #providers: PaletteProvider[] = [];
  #asked = 0;
  #answered = 0;
  #newest = Promise.resolve();

  /** Returns how to take the provider away again. */
  add(provider: PaletteProvider): () => void {
    this.#providers = [...this.#providers, provider].sort((a, b) => a.rank - b.rank);
    return () => (this.#providers = this.#providers.filter((other) => other !== provider));
  }

  show(): void {
    this.query = "";
    this.open = true;
    void this.ask("");
  }

  close(): void {
    this.open = false;
    this.groups = [];
    this.query = "";
    this.problem = "";
  }

  /** Asks every provider; a slower answer to an older question is dropped. */
  ask(query: string): Promise<void> {
    this.query = query;
    const turn = ++this.#asked;
    return (this.#newest = this.#answer(query, turn).finally(
      () => (this.#answered = Math.max(this.#answered, turn)),
    ));
  }
  /** What is shown answers what was asked last. */
  get answered(): boolean {
    return this.#answered >= this.#asked;
  }
  /** Ends with the answer to what was asked last. */
  async settled(): Promise<void> {
    while (!this.answered) await this.#newest;
  }
  async #answer(query: string, turn: number): Promise<void> {
    const actionsOnly = query.startsWith(">");
    const wanted = (actionsOnly ? query.slice(1) : query).trim();
    const asked = this.#providers.filter((provider) => !actionsOnly || provider.actions);
    let problem = "";
    const failed = (reason: unknown) => {
      problem = toAppError(reason).text;
      return [];
    };
    const groups = await Promise.all(
      asked.map(async (provider) => {
        const items = await Promise.resolve(provider.find(wanted)).catch(failed);
        // after the answer, which the heading may speak of
        return { id: provider.id, heading: provider.group(), items };
      }),
    );
    if (turn !== this.#asked || !this.open) return;
    this.groups = groups.filter((group) => group.items.length > 0);
    this.problem = problem;
  }
}

export const palette = new Palette();

/** Items whose title has every word of the question, case and accents aside. */
export function matching(items: readonly PaletteItem[], query: string): readonly PaletteItem[] {
  const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain(query).split(/\s+/).filter(Boolean);
  return items.filter((item) => words.every((word) => plain(item.title).includes(word)));
}
