// What the program tells without being asked.
import type { Run } from "./retention";
import type { LockReason } from "./session";

export interface JobProgress {
  job: string;
  phase: string;
  done: number;
  total: number;
}

type Off = () => void;
interface Bridge {
  runtime?: {
    EventsOn?: (event: string, then: (data: never) => void) => Off;
    OnFileDrop?: (then: () => void, useDropTarget: boolean) => void;
  };
}

function on<T>(event: string, then: (data: T) => void): Off {
  return (globalThis as unknown as Bridge).runtime?.EventsOn?.(event, then) ?? (() => {});
}

/** How far a named piece of long work has come. Returns how to stop listening. */
export function onProgress(job: string, then: (progress: JobProgress) => void): Off {
  return on<JobProgress>("progress", (progress) => progress.job === job && then(progress));
}

/** The check in the background after opening found something: the errors as JSON. */
export function onVaultProblem(then: (errors: string) => void): Off {
  return on<string>("vault-problem", then);
}

/** The register is about to be locked, in a second or so: what is being typed can still be saved. */
export function onLocking(then: (reason: LockReason) => void): Off {
  return on<LockReason>("locking", then);
}

/** The register was locked, whatever the page was doing. */
export function onLocked(then: () => void): Off {
  return on<LockReason>("locked", then);
}

/** Records whose time was up went by themselves. */
export function onRetentionRun(then: (run: Run) => void): Off {
  return on<Run>("retention-run", then);
}

/**
 * Files fell on the window: their paths, which the program has taken note of. Where the web view itself has to
 * find the paths (Windows), the bridge does so only once it listens.
 */
export function onFilesDropped(then: (paths: string[]) => void): Off {
  const { runtime } = globalThis as unknown as Bridge;
  runtime?.OnFileDrop?.(() => {}, false); // never off again: that would silence the program's own listener
  return on<string[]>("files-dropped", then);
}
