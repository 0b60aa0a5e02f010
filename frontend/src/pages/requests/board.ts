// The board: which requests are late, which are answered this week, which later, and which wait for the person.
import type { Request } from "$lib/api/requests";

export type Lane = "late" | "week" | "later" | "paused";
export const lanes: readonly Lane[] = ["late", "week", "later", "paused"];

const week = 7;

/** Where an open request stands. One that waits for the person is never late. */
export function laneOf({ deadline }: Request): Lane {
  if (deadline.paused) return "paused";
  if (deadline.left < 0) return "late";
  return deadline.left <= week ? "week" : "later";
}

/** Open requests by lane, the most urgent first. */
export function board(requests: readonly Request[]): ReadonlyMap<Lane, readonly Request[]> {
  const all = new Map<Lane, Request[]>(lanes.map((lane) => [lane, []]));
  const ordered = [...requests].sort(
    (a, b) => a.deadline.due.localeCompare(b.deadline.due) || a.number.localeCompare(b.number),
  );
  for (const request of ordered) all.get(laneOf(request))!.push(request);
  return all;
}
