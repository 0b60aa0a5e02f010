// Locks after the chosen minutes without a key or a pointer, and when the machine has slept. Long work counts as
// use: its progress wakes the clock.
import { onProgress } from "$lib/api/events";

const signs = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
const jobs = ["preview", "import", "undo", "purge", "verify", "demo"] as const;
const beat = 5_000;
/** A beat this late means that the machine slept. A hidden window's timers are slowed down to one a minute. */
const slept = { shown: 60_000, hidden: 180_000 } as const;

/** Calls `then` once when nothing has happened for `minutes`, or after sleep. Returns how to stop watching. */
export function watchIdle(
  minutes: () => number,
  then: (reason: "idle" | "suspend") => void,
  now: () => number = Date.now,
): () => void {
  let last = now();
  let before = last;
  const overdue = () => now() - last >= minutes() * 60_000;
  // the first touch after the machine has slept comes too late to count as use
  const touched = () => {
    if (!overdue()) last = now();
  };
  for (const sign of signs) window.addEventListener(sign, touched, { passive: true, capture: true });
  const quiet = jobs.map((job) => onProgress(job, touched));
  // a clock of its own instead of one long timer: timers stand still while the machine sleeps
  const timer = setInterval(() => {
    const gap = now() - before;
    before = now();
    const asleep = gap > (document.hidden ? slept.hidden : slept.shown);
    if (!asleep && !overdue()) return;
    stop();
    then(asleep ? "suspend" : "idle");
  }, beat);
  const stop = () => {
    clearInterval(timer);
    for (const sign of signs) window.removeEventListener(sign, touched, { capture: true });
    for (const off of quiet) off();
  };
  return stop;
}
