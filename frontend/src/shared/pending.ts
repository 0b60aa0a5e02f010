// Saves that are under way. Locking waits for them, so that what was typed last is not lost.

const running = new Set<Promise<unknown>>();

export function track<T>(work: Promise<T>): Promise<T> {
  const held = work.catch(() => undefined).finally(() => running.delete(held));
  running.add(held);
  return work;
}

/** When everything under way has ended, or after `limit` milliseconds. */
export async function settled(limit: number): Promise<void> {
  if (running.size === 0) return;
  await Promise.race([Promise.all(running), new Promise((done) => setTimeout(done, limit))]);
}
