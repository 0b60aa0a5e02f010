// How much waits for approval today: the number beside Säilytysajat in the rail. What goes by itself waits for nobody.
import { retentionReview, type Review } from "$lib/api/retention";

let count = $state(0);
let asking = false;
let again = false;

export function waitingRecords(): number {
  return count;
}

/** Takes the number from a review that a page has asked for. */
export function tellWaiting(review: Review): void {
  count = review.classes
    .filter((each) => !each.auto || each.from > review.today)
    .reduce((sum, each) => sum + each.due, 0);
}

/** Asks the program. A number that can not be had is not shown: the page itself tells why. */
export async function askWaitingRecords(): Promise<void> {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    tellWaiting(await retentionReview(0));
  } catch {
    count = 0;
  } finally {
    asking = false;
  }
  if (again) {
    again = false;
    await askWaitingRecords();
  }
}
