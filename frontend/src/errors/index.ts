// Errors as the window sees them: a list of {code, field, args}. Sentences come from the table; a code without
// a sentence is told as `internal`, so that no raw text of the program reaches a person.
import { errorTexts, type ErrorArgs } from "./table";

export interface ErrorItem {
  code: string;
  /** The form field that it concerns; empty when it concerns the whole. */
  field: string;
  args: ErrorArgs;
}

export class AppError extends Error {
  readonly items: readonly ErrorItem[];

  constructor(items: readonly ErrorItem[]) {
    super(items.map((item) => item.code).join(", "));
    this.name = "AppError";
    this.items = items.length > 0 ? items : [{ code: "internal", field: "", args: {} }];
  }

  has(code: string): boolean {
    return this.items.some((item) => item.code === code);
  }

  /** The sentence for a form field, or undefined when that field is in order. */
  for(field: string): string | undefined {
    const item = this.items.find((candidate) => candidate.field === field);
    return item && errorText(item);
  }

  /** The sentences that belong to no field of the given ones: for a note above the form. */
  besides(fields: readonly string[]): string[] {
    return this.items.filter((item) => !fields.includes(item.field)).map(errorText);
  }

  /** Everything as one paragraph. */
  get text(): string {
    return [...new Set(this.items.map(errorText))].join(" ");
  }
}

export function errorText(item: Pick<ErrorItem, "code"> & Partial<ErrorItem>): string {
  const text = Object.hasOwn(errorTexts, item.code) ? errorTexts[item.code] : errorTexts.internal;
  return text!(item.args ?? {});
}

/** Whatever a call was rejected with, as an AppError. */
export function toAppError(reason: unknown): AppError {
  if (reason instanceof AppError) return reason;
  return new AppError(parse(reason));
}

function parse(reason: unknown): ErrorItem[] {
  // the bridge wraps the program's text in an Error of its own
  const text = reason instanceof Error ? reason.message : reason;
  if (typeof text !== "string") return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list)
      ? list.filter(isItem).map(({ code, field, args }) => ({ code, field: field ?? "", args: args ?? {} }))
      : [];
  } catch {
    return []; // not ours: text of the bridge itself
  }
}

function isItem(value: unknown): value is { code: string; field?: string; args?: ErrorArgs } {
  return typeof value === "object" && value !== null && typeof (value as ErrorItem).code === "string";
}
