// The outlook as rows of a chart: one class each, on a scale of its own.
import type { Outlook, Rule } from "$lib/api/retention";

import { className, ownTime, shortRule } from "./rulewords";

export interface OutlookRow {
  id: string;
  label: string;
  /** The rule beneath the name: "3 v viime tarpeesta". */
  rule: string;
  /** Has a time of its own; otherwise it goes with the card. */
  own: boolean;
  /** How many go in each month; the first is what is due now. */
  values: readonly number[];
}

/** Customers always; other classes where anything of them goes. */
export function outlookRows(outlook: Outlook, rules: readonly Rule[]): OutlookRow[] {
  const rows = outlook.classes.map(({ class: id, records }) => row(id, records));
  if (rows.some((each) => each.id === "customer")) return rows;
  return [
    row(
      "customer",
      outlook.months.map(() => 0),
    ),
    ...rows,
  ];

  function row(id: string, values: readonly number[]): OutlookRow {
    const rule = rules.find((each) => each.class === id);
    return {
      id,
      label: className(id),
      rule: rule ? shortRule(rule) : "",
      own: !rule || ownTime(rule),
      values,
    };
  }
}
