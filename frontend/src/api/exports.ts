// Files out of the register, and which of them are still somewhere.
import { Copies, MarkGone, Pick, Preview, Run } from "../../wailsjs/go/desktop/Exports";
import type { app, desktop } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type ExportChoices = desktop.ExportChoices;
export type ExportPreview = desktop.ExportPreview;
export type ExportResult = desktop.ExportResult;
export type Copy = app.Copy;

/** How many customers would go out; no ids are all of them. */
export const previewExport = (register: string, ids: readonly string[]) =>
  call(() => Preview(register, [...ids]));
/** The path, or "" when the person changed their mind. */
export const pickExport = (name: string, format: string) => call(() => Pick(name, format), patience.work);
/** The job "export". */
export const runExport = (choices: ExportChoices) => call(() => Run(choices), patience.work);
export const copies = () => call(() => Copies());
export const markGone = (id: string) => call(() => MarkGone(id));
