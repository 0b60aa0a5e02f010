// How many customers wait for approval today: the number beside Säilytysajat in the rail.
import { retentionReview } from "$lib/api/retention";

let count = $state(0);
let asking = false;
let again = false;

export function dueCustomers(): number {
  return count;
}

export function setDueCustomers(customers: number): void {
  count = customers;
}

/** Asks the program. A number that can not be had is not shown: the page itself tells why. */
export async function askDueCustomers(): Promise<void> {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    count = (await retentionReview(0)).counts.customers;
  } catch {
    count = 0;
  } finally {
    asking = false;
  }
  if (again) {
    again = false;
    await askDueCustomers();
  }
}
