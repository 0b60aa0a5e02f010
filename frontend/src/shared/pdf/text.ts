// The words of a page in reading order, from the tags of the document: for those who do not see the picture of it.
import type { PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";

export type Block =
  | { kind: "heading"; text: string }
  | { kind: "text"; text: string }
  | { kind: "table"; rows: readonly { head: boolean; cells: readonly string[] }[] };

/** What pdf.js tells of the tags. */
export interface Tag {
  role?: string;
  type?: string;
  id?: string;
  children?: readonly Tag[];
}
/** A run of text, or the beginning or end of what a tag holds. */
export interface Run {
  type?: string;
  id?: string;
  str?: string;
  hasEOL?: boolean;
}

export async function pageBlocks(page: PDFPageProxy): Promise<Block[]> {
  const [content, tree] = await Promise.all([
    page.getTextContent({ includeMarkedContent: true }),
    page.getStructTree(),
  ]);
  return blocks(content.items as Run[], tree as Tag | null);
}

export function blocks(runs: readonly Run[], tree: Tag | null): Block[] {
  const words = wordsByTag(runs);
  if (!tree) return plainLines(runs);
  const found: Block[] = [];
  walk(tree, words, found);
  return found;
}

function wordsByTag(runs: readonly Run[]): Map<string, string> {
  const words = new Map<string, string>();
  const open: (string | undefined)[] = [];
  for (const run of runs) {
    if (run.type?.startsWith("beginMarkedContent")) open.push(run.id);
    else if (run.type === "endMarkedContent") open.pop();
    else {
      const id = open.findLast((each) => each !== undefined);
      if (id !== undefined) words.set(id, `${words.get(id) ?? ""}${run.str ?? ""}${run.hasEOL ? " " : ""}`);
    }
  }
  return words;
}

function textOf(tag: Tag, words: Map<string, string>): string {
  if (tag.type === "content") return words.get(tag.id ?? "") ?? "";
  return (tag.children ?? []).map((child) => textOf(child, words)).join(" ");
}

const tidy = (text: string) => text.replace(/\s+/g, " ").trim();

function walk(tag: Tag, words: Map<string, string>, found: Block[]): void {
  const role = tag.role ?? "";
  if (role === "Table") {
    const rows = rowsOf(tag).map((row) => ({
      head: (row.children ?? []).every((cell) => cell.role === "TH"),
      cells: (row.children ?? []).map((cell) => tidy(textOf(cell, words))),
    }));
    if (rows.length > 0) found.push({ kind: "table", rows });
  } else if (/^(H\d?|P|LI|Caption|Note|Span)$/.test(role)) {
    const text = tidy(textOf(tag, words));
    if (text) found.push(role.startsWith("H") ? { kind: "heading", text } : { kind: "text", text });
  } else {
    for (const child of tag.children ?? []) walk(child, words, found);
  }
}

function rowsOf(tag: Tag): Tag[] {
  return (tag.children ?? []).flatMap((child) => (child.role === "TR" ? [child] : rowsOf(child)));
}

/** An untagged page: line by line, as it stands. */
function plainLines(runs: readonly Run[]): Block[] {
  const text = runs.map((run) => `${run.str ?? ""}${run.hasEOL ? "\n" : ""}`).join("");
  return text
    .split("\n")
    .map(tidy)
    .filter(Boolean)
    .map((line) => ({ kind: "text", text: line }));
}
