// The newest run that went by itself, until its notice is put away.
import { onRetentionRun } from "$lib/api/events";
import type { Run } from "$lib/api/retention";
import { changed } from "$lib/shared/changes.svelte";

import { askWaitingRecords } from "./due.svelte";

let run = $state.raw<Run>();

export const wentByItself = (): Run | undefined => run;
export const recordsOf = (each: Run): number => each.classes.reduce((sum, { records }) => sum + records, 0);
export const putAway = (): void => void (run = undefined);

/** Listens while the register is open. Returns how to stop; the notice goes with it. */
export function hearRuns(): () => void {
  const off = onRetentionRun((each) => {
    run = each;
    changed();
    void askWaitingRecords();
  });
  return () => {
    off();
    putAway();
  };
}
