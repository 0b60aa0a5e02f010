// How many contacts wait for an answer today: the number beside Yhteydenpito in the rail.
import { contactQueue } from "$lib/api/contacts";

let due = $state(0);
let later = $state(0);
let asked = 0;

export const waitingContacts = (): number => due;
/** Those put off to a later day, too. */
export const allWaiting = (): number => due + later;

/** Asks the program. A number that can not be had is not shown: the page itself tells why. */
export async function askWaitingContacts(): Promise<void> {
  const turn = ++asked;
  const queue = await contactQueue().catch(() => ({ due: 0, later: 0 }));
  if (turn === asked) [due, later] = [queue.due, queue.later];
}
