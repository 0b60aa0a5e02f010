// Tells the program that somebody is at the window. Counting the minutes and locking are the program's own work: a page
// that hangs must not keep the register open.
const signs = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

/** At most so often is it told, in milliseconds. */
const pause = 10_000;

/** Calls `tell` at the first sign of use, and then every ten seconds while it goes on. Returns how to stop. */
export function watchUse(tell: () => void, now: () => number = () => performance.now()): () => void {
  let told = -Infinity;
  const touched = () => {
    if (now() - told < pause) return;
    told = now();
    tell();
  };
  for (const sign of signs) window.addEventListener(sign, touched, { passive: true, capture: true });
  return () => {
    for (const sign of signs) window.removeEventListener(sign, touched, { capture: true });
  };
}
