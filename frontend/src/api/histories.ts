// Conversations and calls from files. They are taken back as customers are: undoImport.
import { Formats, Pick, PickMail, Preview, Run } from "../../wailsjs/go/desktop/Histories";
import type { desktop, history } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type HistoryChoices = desktop.HistoryChoices;
export type HistoryPreview = desktop.HistoryPreview;
export type HistoryResult = desktop.HistoryResult;
export type PlannedConversation = history.Planned;
export type ConversationChoice = history.Choice;

/** The paths; none when the person changed their mind. */
export const pickHistories = () => call(() => Pick(), patience.work);
/** Files of mail, to be previewed and brought in with mail: true. */
export const pickMail = () => call(() => PickMail(), patience.work);
export const historyFormats = () => call(() => Formats());
/** The job "preview": one at a time. */
export const previewHistories = (choices: HistoryChoices) => call(() => Preview(choices), patience.work);
/** The job "import". */
export const runHistories = (choices: HistoryChoices, digest: string) =>
  call(() => Run(choices, digest), patience.work);
