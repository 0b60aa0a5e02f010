// Numbers that are typed by hand before something is erased.

/** What was typed as a number; undefined when it is none. Thousands may have their space. */
export function typedNumber(typed: string): number | undefined {
  const digits = typed.replace(/\s/g, "");
  return /^\d{1,7}$/.test(digits) ? Number(digits) : undefined;
}
