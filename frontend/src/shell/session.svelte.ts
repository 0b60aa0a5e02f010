// Which of the window's faces is shown, and for whose register. Holds no customer data.
import { palette } from "./palette.svelte";
import { router } from "$lib/shared/router.svelte";
import { toasts } from "$lib/shared/toasts.svelte";

export type Phase = "starting" | "first-run" | "locked" | "open" | "unreadable";

class Session {
  phase = $state<Phase>("starting");
  firm = $state("");
  /** Civil day of the open transaction's clock; the window never asks the web view for it. */
  today = $state("");
  /** Set by whoever can lock the register; the rail and Ctrl Shift L call it. */
  lockNow = $state.raw<() => Promise<void>>(async () => {});

  /** Forgets what belongs to the open register. */
  forget(): void {
    router.reset();
    palette.close();
    toasts.clear();
  }
}

export const session = new Session();
