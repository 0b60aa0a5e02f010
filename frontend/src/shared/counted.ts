// Messages that count: `count` chooses the form, `shown` is the number as it is written (1 204).
import { number } from "$lib/i18n";

export type Counted = (inputs: { count: number; shown: string }) => string;

export function counted(message: Counted, count: number): string {
  return message({ count, shown: number(count) });
}
