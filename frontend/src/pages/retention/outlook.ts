// The outlook as rows of a chart: one class each, on a scale of its own.
import type { Counts, MonthCount } from "$lib/api/retention";
import { m } from "$lib/i18n";

export interface OutlookRow {
  id: keyof Counts;
  label: string;
  /** How many go in each month; the first is what is due now. */
  values: readonly number[];
}

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

/** Customers always; other classes where anything of them goes. */
export function outlookRows(outlook: readonly MonthCount[]): OutlookRow[] {
  const rows: OutlookRow[] = [
    { id: "customers", label: m.ret_class_customers(), values: of("customers") },
    { id: "persons", label: m.ret_class_persons(), values: of("persons") },
    { id: "contacts", label: m.ret_class_contacts(), values: of("contacts") },
    { id: "deliveries", label: m.ret_class_deliveries(), values: of("deliveries") },
    { id: "consents", label: m.ret_class_consents(), values: of("consents") },
    { id: "entries", label: m.ret_class_entries(), values: of("entries") },
  ];
  return rows.filter((row) => row.id === "customers" || row.values.some((value) => value > 0));
  function of(id: keyof Counts) {
    return outlook.map((month) => month.counts[id]);
  }
}
