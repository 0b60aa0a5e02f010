// A merge in the undo stack, and its taking back.
import { lastMerge, mergeCustomers, undoMerge, type Merged } from "$lib/api/duplicates";
import { m } from "$lib/i18n";
import { toasts } from "$lib/shared/toasts.svelte";
import { undoStack } from "$lib/shared/undo.svelte";

/** Says what stayed because it was changed since. */
function told(back: Merged): void {
  const count = back.stayed + back.fields.length;
  toasts.show(
    count > 0
      ? m.merge_undone_stayed({ name: back.kept.name })
      : m.merge_undone({ first: back.kept.number, second: back.other.number }),
  );
}

export async function takeBack(kept: string): Promise<void> {
  told(await undoMerge(kept));
}

/** Merges, and puts the way back on the undo stack. */
export async function merge(kept: string, other: string, take: string[]): Promise<Merged> {
  const done = await mergeCustomers(kept, other, take);
  undoStack.did({
    text: m.merge_done({ number: done.kept.number, name: done.kept.name }),
    undo: async () => {
      // it may have been taken back from the card's menu meanwhile
      if ((await mayTakeBack(kept))?.number === done.other.number) await takeBack(kept);
    },
    redo: () => mergeCustomers(kept, other, take),
  });
  return done;
}

/** The card that would come back, while that is possible. */
export async function mayTakeBack(kept: string): Promise<{ number: string; name: string } | undefined> {
  const last = await lastMerge(kept);
  return last.possible ? last : undefined;
}
