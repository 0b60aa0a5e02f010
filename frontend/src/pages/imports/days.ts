/** The other reading of a day that may have been written month first: 2026-06-07 -> 2026-07-06; "" where there is none. */
export function swapped(day: string): string {
  const [year, month, date] = day.split("-");
  if (year === undefined || month === undefined || date === undefined) return "";
  return Number(date) <= 12 && date !== month ? `${year}-${date}-${month}` : "";
}
