// A review class by class: what of it is due, kept and chosen. Of each class the program lists only the first
// hundreds; what is approved can be more than what is listed, and is then approved as a whole class.
import type { Approval, ClassTotal, Counts, Decision, Review } from "$lib/api/retention";

export interface Row {
  decision: Decision;
  due: boolean;
  held: boolean;
  chosen: boolean;
}

export interface Group {
  class: string;
  /** Listed, the earliest first. */
  rows: readonly Row[];
  /** How many are due, listed or not. */
  due: number;
  /** How many are past their day and kept all the same. */
  held: number;
  /** How many of the due ones are approved. */
  chosen: number;
  /** More are due than are listed, and all of them are approved. */
  whole: boolean;
  /** More are due than are listed. */
  cut: boolean;
  /** Their words stay, without names. */
  nameless: boolean;
  /** They go by themselves. */
  auto: boolean;
  /** Not before this day. */
  from: string;
}

/** What goes of a class by itself within some days. */
export interface Announced {
  class: string;
  count: number;
  /** When the first of them goes; "" when it is over already. */
  first: string;
}

export const keyOf = (decision: Decision) => `${decision.class}/${decision.record}`;
export const sum = <T>(list: readonly T[], of: (each: T) => number) =>
  list.reduce((total, each) => total + of(each), 0);

/** Whether words stay of a class that is made anonymous; of visits only numbers do. */
export const wordsStay = (name: string) => name !== "visitor";

const later = (day: string, days: number) => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
};

/** The classes of which anything is listed within so many days. */
export function grouped(review: Review, within: number, left: ReadonlySet<string>): Group[] {
  const last = later(review.today, within);
  return review.classes
    .map((total) => groupOf(review, total, last, left))
    .filter((group) => group.rows.length > 0 || group.due > 0);
}

function groupOf(review: Review, total: ClassTotal, last: string, left: ReadonlySet<string>): Group {
  const rows = review.decisions
    .filter((decision) => decision.class === total.class && decision.eraseOn <= last)
    .map((decision): Row => {
      const held = decision.do === "keep";
      const due = !held && decision.eraseOn <= review.today;
      return { decision, held, due, chosen: due && !left.has(keyOf(decision)) };
    });
  const due = rows.filter((row) => row.due);
  const out = due.filter((row) => !row.chosen).length;
  const cut = total.due > due.length;
  return {
    class: total.class,
    rows,
    due: total.due,
    held: rows.filter((row) => row.held && row.decision.eraseOn <= review.today).length,
    chosen: out === 0 ? total.due : due.length - out,
    whole: cut && out === 0,
    cut,
    nameless: due.some((row) => row.decision.do === "anonymise" && wordsStay(total.class)),
    auto: total.auto,
    from: total.from,
  };
}

/** The listed ones that are approved. */
const chosenOf = (group: Group) => group.rows.filter((row) => row.chosen);

/** What exactly is agreed to: single records, and whole classes where not all are listed. */
export function approvalOf(digest: string, groups: readonly Group[]): Approval {
  return {
    digest,
    records: groups.flatMap((group) =>
      group.whole ? [] : chosenOf(group).map((row) => row.decision.record),
    ),
    classes: groups.filter((group) => group.whole).map((group) => group.class),
    count: sum(groups, (group) => group.chosen),
  };
}

/** What goes with the chosen cards; undefined where more of them go than are listed. */
export function alongOf(review: Review | undefined, groups: readonly Group[]): Counts | undefined {
  const cards = groups.find((group) => group.class === "customer");
  if (!review || !cards) return undefined;
  if (cards.whole)
    return groups.every((group) => group === cards || group.due === 0) ? review.counts : undefined;
  return chosenOf(cards)
    .map((row) => row.decision.counts)
    .reduce<Counts | undefined>((all, each) => (all ? add(all, each) : each), undefined);
}

/** The classes that go by themselves, as far as anything of them goes within so many days. */
export function announced(review: Review, days: number): Announced[] {
  const last = later(review.today, days);
  return review.classes.flatMap((total): Announced[] => {
    const going = review.decisions.filter(
      (each) => each.class === total.class && each.do !== "keep" && each.eraseOn <= last,
    );
    const earliest = going[0];
    if (!total.auto || !earliest) return [];
    const first = earliest.eraseOn > total.from ? earliest.eraseOn : total.from;
    return [{ class: total.class, count: total.due + total.soon, first: first > review.today ? first : "" }];
  });
}

function add(a: Counts, b: Counts): Counts {
  const both = { ...a };
  for (const key of Object.keys(b) as (keyof Counts)[]) both[key] += b[key];
  return both;
}
