import { m } from "$lib/i18n";
import { counted } from "$lib/shared/counted";

/** 36 -> "3 vuotta", 6 -> "6 kuukautta". */
export function period(months: number): string {
  return months % 12 === 0 ? counted(m.ret_years, months / 12) : counted(m.ret_months, months);
}
