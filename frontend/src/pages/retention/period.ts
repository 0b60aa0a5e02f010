import { m, number } from "$lib/i18n";
import { counted } from "$lib/shared/counted";

/** 36 -> "3 vuotta", 6 -> "6 kuukautta". */
export function period(months: number): string {
  return months % 12 === 0 ? counted(m.ret_years, months / 12) : counted(m.ret_months, months);
}

/** 36 -> "3 v", 6 -> "6 kk". */
export function shortPeriod(months: number): string {
  return months % 12 === 0
    ? m.ret_years_short({ shown: number(months / 12) })
    : m.ret_months_short({ shown: number(months) });
}
