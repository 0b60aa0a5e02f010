// Locks after the chosen minutes without a key or a pointer. Long work counts as use: its progress wakes the clock.

const signs = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

/** Calls `then` once when nothing has happened for `minutes`. Returns how to stop watching. */
export function watchIdle(minutes: () => number, then: () => void, now: () => number = Date.now): () => void {
  let last = now();
  const overdue = () => now() - last >= minutes() * 60_000;
  // the first touch after the machine has slept comes too late to count as use
  const touched = () => {
    if (!overdue()) last = now();
  };
  for (const sign of signs) window.addEventListener(sign, touched, { passive: true, capture: true });
  // a clock of its own instead of one long timer: timers stand still while the machine sleeps
  const timer = setInterval(() => {
    if (!overdue()) return;
    stop();
    then();
  }, 5_000);
  const stop = () => {
    clearInterval(timer);
    for (const sign of signs) window.removeEventListener(sign, touched, { capture: true });
  };
  return stop;
}
