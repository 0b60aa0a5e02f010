// What a DataTable is told about its columns, and how it remembers order.
import type { Snippet } from "svelte";

export interface Column<Row> {
  id: string;
  /** The head's words; also the column's name in the list of columns. */
  label: string;
  /** Grid track: "4.5rem", "minmax(8rem,2fr)". */
  width: string;
  /** Plain text of the cell: shown, cut with a tooltip. */
  text: (row: Row) => string;
  /** Richer content in place of the text. */
  cell?: Snippet<[Row]>;
  /** Dates and money: right-aligned, tabular. */
  align?: "left" | "right";
  figures?: boolean;
  /** 500 weight in ink: the name. */
  strong?: boolean;
  sortable?: boolean;
  /** Left out when the table itself is narrower than 860 px ("roomy"), 680 px ("mid") or 560 px ("one"). */
  from?: "roomy" | "mid" | "one";
}

export interface Sorting {
  column: string;
  descending: boolean;
}

export function nextSorting(now: Sorting | undefined, column: string): Sorting {
  return { column, descending: now?.column === column ? !now.descending : false };
}
