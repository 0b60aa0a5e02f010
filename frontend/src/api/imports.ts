// Customer lists from files, and the way back.
import {
  Batches,
  EntryFields,
  Fields,
  PickFiles,
  Preview,
  PreviewEntries,
  Recognise,
  Run,
  RunEntries,
  Undo,
} from "../../wailsjs/go/desktop/Imports";
import type { desktop, exchange, history, vault } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type ImportBatch = desktop.ImportBatch;
export type ImportChoices = desktop.ImportChoices;
export type ImportColumn = exchange.Column;
export type ImportPreview = desktop.ImportPreview;
export type ImportResult = desktop.ImportResult;
export type ImportRow = exchange.PlanRow;
export type FindingGroup = desktop.FindingGroup;
export type EntryChoices = desktop.EntryChoices;
export type EntryPreview = desktop.EntryPreview;
export type EntryRow = history.EntryRow;
export type Incoming = desktop.Incoming;
export type Undone = vault.Undone;

/** The paths; none when the person changed their mind. */
export const pickFiles = () => call(() => PickFiles(), patience.work);
/** What files are that were picked or dropped. The job "preview". */
export const recognise = (paths: readonly string[]) => call(() => Recognise([...paths]), patience.work);
export const importFields = () => call(() => Fields());
/** The job "preview": one at a time. */
export const previewImport = (choices: ImportChoices) => call(() => Preview(choices), patience.work);
/** The job "import". */
export const runImport = (choices: ImportChoices, digest: string) =>
  call(() => Run(choices, digest), patience.work);
/** Of contacts or deliveries. */
export const entryFields = (register: string) => call(() => EntryFields(register));
/** The job "preview". */
export const previewEntries = (choices: EntryChoices) => call(() => PreviewEntries(choices), patience.work);
/** The job "import". */
export const runEntries = (choices: EntryChoices, digest: string) =>
  call(() => RunEntries(choices, digest), patience.work);
/** The job "undo". */
export const undoImport = (batch: string) => call(() => Undo(batch), patience.work);
export const importBatches = () => call(() => Batches());
