// Conversations and calls from files. They are taken back as customers are: undoImport.
import { Formats, Places, Preview, Run } from "../../wailsjs/go/desktop/Histories";
import type { desktop, history } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type HistoryChoices = desktop.HistoryChoices;
export type HistoryPreview = desktop.HistoryPreview;
export type HistoryResult = desktop.HistoryResult;
export type PlannedConversation = history.Planned;
export type ConversationChoice = history.Choice;
export type HistoryPlaces = desktop.Places;

export const historyFormats = () => call(() => Formats());
/** Where messages may stand in a file that nobody documented. The job "preview". */
export const placesIn = (path: string) => call(() => Places(path), patience.work);
/** The job "preview": one at a time. */
export const previewHistories = (choices: HistoryChoices) => call(() => Preview(choices), patience.work);
/** The job "import". */
export const runHistories = (choices: HistoryChoices, digest: string) =>
  call(() => Run(choices, digest), patience.work);
