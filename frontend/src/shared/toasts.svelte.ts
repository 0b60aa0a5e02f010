// Short messages at the foot of the window. One with an undo stays ten seconds, and as long as it is pointed
// at or focused. The live region that reads them aloud is in parts/Toasts.svelte.

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo?: () => void | Promise<void>;
}

const shown = 3;
const lifetime = { plain: 5_000, undo: 10_000 };

class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, undo?: Toast["undo"]): number {
    const toast = { id: this.#next++, text, undo };
    for (const old of this.list.slice(0, Math.max(0, this.list.length + 1 - shown))) this.close(old.id);
    this.list = [...this.list, toast];
    this.resume(toast.id);
    return toast.id;
  }

  close(id: number): void {
    this.pause(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  async undo(toast: Toast): Promise<void> {
    this.close(toast.id);
    await toast.undo?.();
  }

  pause(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  resume(id: number): void {
    const toast = this.list.find((candidate) => candidate.id === id);
    if (!toast) return;
    this.pause(id);
    this.#timers.set(
      id,
      setTimeout(() => this.close(id), toast.undo ? lifetime.undo : lifetime.plain),
    );
  }

  clear(): void {
    for (const toast of this.list) this.pause(toast.id);
    this.list = [];
  }
}

export const toasts = new Toasts();
