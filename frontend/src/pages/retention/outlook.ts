// The outlook as rows of a chart: one class each, on a scale of its own.
import type { Counts, MonthCount } from "$lib/api/retention";
import { m } from "$lib/i18n";

export interface OutlookRow {
  id: keyof Counts;
  label: string;
  /** How many go in each month; the first is what is due now. */
  values: readonly number[];
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
