/** What was typed as a number of years or months; 0 when it is none, and that the program refuses. */
export function whole(typed: string): number {
  const digits = typed.trim();
  return /^\d{1,4}$/.test(digits) ? Number(digits) : 0;
}
