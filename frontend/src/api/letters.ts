// The letters that a request needs: drafts, previews, and what went out.
import { Draft, For, Issue, Mail, Preview, Save } from "../../wailsjs/go/desktop/Letters";
import type { app, desktop } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type LetterDraft = app.LetterDraft;
export type IssuedLetter = app.IssuedLetter;
export type Posted = desktop.Posted;

/** How a letter goes out. */
export const letterWays = ["paper", "email-encrypted", "in-person"] as const;
export type LetterWay = (typeof letterWays)[number];

/** A letter as the owner has written it so far. */
export interface Writing {
  requestId: string;
  kind: string;
  language: string;
  paragraphs: string[];
}

/** The kinds that a request may need, in their order. */
export const lettersFor = (requestId: string) => call(() => For(requestId));
/** With what is known filled in. Language empty: the request's own. */
export const draftLetter = (requestId: string, kind: string, language: string) =>
  call(() => Draft(requestId, kind, language), patience.work);
/** As it would be issued; nothing is written down. */
export const previewLetter = ({ requestId, kind, language, paragraphs }: Writing) =>
  call(() => Preview(requestId, kind, language, paragraphs), patience.work);
/** Writes down that it went out without a file. */
export const issueLetter = ({ requestId, kind, language, paragraphs }: Writing, way: LetterWay) =>
  call(() => Issue(requestId, kind, language, paragraphs, way), patience.work);
/** Asks for a place for the PDF, and writes the letter down. A path of "": the person changed their mind. */
export const saveLetter = ({ requestId, kind, language, paragraphs }: Writing, way: LetterWay) =>
  call(() => Save(requestId, kind, language, paragraphs, way), patience.work);
/** Asks for a place for a draft of a mail with the PDF sealed by a passphrase, which is told once. */
export const mailLetter = ({ requestId, kind, language, paragraphs }: Writing, seal: "zip" | "age") =>
  call(() => Mail(requestId, kind, language, paragraphs, seal), patience.work);
