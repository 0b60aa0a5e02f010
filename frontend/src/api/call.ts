// Every call to the program goes through here: it ends in a result or an AppError, never in silence.
// (On Windows an answer can be lost under heavy load, and then the bridge's own promise never settles.)
import { AppError, toAppError } from "$lib/errors";

const seconds = 1000;

/** How long to wait. `work` is for calls that read or write a file or run through the whole register. */
export const patience = { quick: 15 * seconds, work: 10 * 60 * seconds } as const;

export async function call<T>(start: () => Promise<T>, limit: number = patience.quick): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError([{ code: "timeout", field: "", args: {} }])), limit);
  });
  try {
    return await Promise.race([start(), late]);
  } catch (reason) {
    throw toAppError(reason);
  } finally {
    clearTimeout(timer);
  }
}
