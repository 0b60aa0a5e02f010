// Letters of a request: drafted, looked at, issued. What is issued is written down.
import { Draft, For, Issue, Mail, Preview, Save } from "../../wailsjs/go/desktop/Letters";
import type { app, desktop } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type LetterDraft = app.LetterDraft;
export type IssuedLetter = app.IssuedLetter;
export type Posted = desktop.Posted;

/** The letters that a request may need, in their order. */
export const lettersFor = (requestId: string) => call(() => For(requestId));
/** With what is known filled in. Language empty: the request's own. */
export const draftLetter = (requestId: string, kind: string, language: string) =>
  call(() => Draft(requestId, kind, language));
/** As it would be issued. "letter-unfilled" while a place is left. */
export const previewLetter = (requestId: string, kind: string, language: string, paragraphs: string[]) =>
  call(() => Preview(requestId, kind, language, paragraphs), patience.work);
/** Written down as sent, without a file. Way: paper, email-encrypted, in-person. */
export const issueLetter = (
  requestId: string,
  kind: string,
  language: string,
  paragraphs: string[],
  way: string,
) => call(() => Issue(requestId, kind, language, paragraphs, way), patience.work);
/** Asks for a place for the PDF. Path "" when the person changed their mind: nothing is written down then. */
export const saveLetter = (
  requestId: string,
  kind: string,
  language: string,
  paragraphs: string[],
  way: string,
) => call(() => Save(requestId, kind, language, paragraphs, way), patience.work);
/** Asks for a place for a draft of a mail. Seal: zip, age. The passphrase is given once. */
export const mailLetter = (
  requestId: string,
  kind: string,
  language: string,
  paragraphs: string[],
  seal: string,
) => call(() => Mail(requestId, kind, language, paragraphs, seal), patience.work);
