// Months in charts and tables.
import { m } from "$lib/i18n";

const months: readonly (() => string)[] = [
  m.ret_month_1,
  m.ret_month_2,
  m.ret_month_3,
  m.ret_month_4,
  m.ret_month_5,
  m.ret_month_6,
  m.ret_month_7,
  m.ret_month_8,
  m.ret_month_9,
  m.ret_month_10,
  m.ret_month_11,
  m.ret_month_12,
];

/** "2026-12" -> "joulu"; January and the first one carry the year: "tammi 2027". "" is now. */
export function monthName(month: string, index = 0): string {
  if (month === "") return m.ret_now();
  const [year, at] = [month.slice(0, 4), Number(month.slice(5, 7))];
  const name = months[at - 1]?.() ?? month;
  return at === 1 && index > 0 ? `${name} ${year}` : name;
}
