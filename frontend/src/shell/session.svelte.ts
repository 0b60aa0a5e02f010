// Which of the window's faces is shown, and for whose register. Holds no customer data.
import { lock, sessionState, type LockReason, type SessionState } from "$lib/api/session";
import { toAppError, type ErrorItem } from "$lib/errors";
import { languages, setLanguage } from "$lib/i18n";
import { setAppearance, type Density, type TextSize, type Theme } from "$lib/shared/appearance.svelte";
import { setSingleKeys } from "$lib/shared/keys.svelte";
import { settled } from "$lib/shared/pending";
import { router } from "$lib/shared/router.svelte";
import { toasts } from "$lib/shared/toasts.svelte";
import { undoStack } from "$lib/shared/undo.svelte";

import { palette } from "./palette.svelte";

export type Phase = "starting" | "first-run" | "locked" | "open" | "blocked";

class Session {
  phase = $state<Phase>("starting");
  firm = $state("");
  dir = $state("");
  reason = $state("");
  /** RFC 3339; empty when the register was not locked in this run. */
  since = $state("");
  /** Names of the work that locking has stopped. */
  stopped = $state.raw<readonly string[]>([]);
  /** The program's civil day; the window never asks the web view for it. */
  today = $state("");
  version = $state("");
  lockMinutes = $state(10);
  /** Codes to tell after opening. */
  notes = $state.raw<readonly string[]>([]);
  /** What the check in the background found; stays until the register is locked. */
  damage = $state("");
  problem = $state.raw<Pick<ErrorItem, "code"> & Partial<ErrorItem>>();
}

export const session = new Session();

/** Asks the program where things stand, and shows that. Also after the first run. */
export async function enter(): Promise<void> {
  try {
    show(await sessionState());
  } catch (reason) {
    session.problem = toAppError(reason).items[0];
    session.phase = "blocked";
  }
}

/** Shows what the program said. */
export function show(state: SessionState): void {
  const { preferences } = state;
  session.firm = state.firm;
  session.dir = state.dir;
  session.reason = state.reason;
  session.since = state.since;
  session.stopped = state.stopped;
  session.today = state.today;
  session.version = state.version;
  session.notes = state.notes;
  session.problem = state.problem ? { ...state.problem } : undefined;
  session.lockMinutes = preferences.lockMinutes;
  const known = languages.find((each) => each === preferences.language);
  // before there is a register nobody has chosen: the person's own language stays
  if (known && state.state !== "first-run") setLanguage(known);
  setAppearance({
    theme: preferences.theme as Theme,
    textSize: preferences.textSize as TextSize,
    density: preferences.density as Density,
  });
  setSingleKeys(preferences.letterKeys);
  session.phase = state.state as Phase;
}

/** The program has locked of itself, and the page did not get so far: it begins anew. */
export function leave(): void {
  if (session.phase === "open") window.location.reload();
}

/**
 * Locks, and begins the page anew: whatever of a customer the page held in memory goes with it.
 * The lock holds even when closing had something to complain about.
 */
export async function lockNow(reason: LockReason = "user"): Promise<void> {
  if (session.phase !== "open") return;
  // leaving a field saves it
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  await settled(3_000);
  session.phase = "starting";
  undoStack.clear();
  router.reset();
  palette.close();
  toasts.clear();
  try {
    await lock(reason);
  } finally {
    window.location.reload();
  }
}
