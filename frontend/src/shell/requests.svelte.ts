// How many requests wait for the firm: the number beside Pyynnöt in the rail. One that waits for the person who
// asked is not counted.
import { listRequests, type Request } from "$lib/api/requests";

let count = $state(0);
let asked = 0;

export const waitingRequests = (): number => count;

export function setOpenRequests(open: readonly Request[]): void {
  asked++; // an answer that is on its way is older
  count = open.filter((request) => !request.deadline.paused).length;
}

/** Asks the program. A number that can not be had is not shown: the page itself tells why. */
export async function askOpenRequests(): Promise<void> {
  const turn = ++asked;
  const open = await listRequests(true).catch(() => []);
  if (turn === asked) setOpenRequests(open);
}
