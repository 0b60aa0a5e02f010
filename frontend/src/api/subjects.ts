// The person in all registers: what was found, what of it is theirs, what they do not get to see, and its erasure.
import {
  Certificate,
  Erase,
  ErasePlan,
  Redact,
  Same,
  Search,
  Suggest,
  Texts,
} from "../../wailsjs/go/desktop/Subjects";
import type { app, desktop } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type Find = app.Find;
export type Redaction = app.Redaction;
export type FindText = desktop.Text;
export type Plan = app.ErasePlan;
export type EraseLine = app.EraseLine;
export type EraseResult = desktop.EraseResult;

/** Looks through all registers and keeps what was found. */
export const searchSubject = (requestId: string) => call(() => Search(requestId), patience.work);
/** Whether a find is the same person: yes or no. */
export const markSame = (requestId: string, findId: string, same: "yes" | "no") =>
  call(() => Same(requestId, findId, same));
/** The texts of a find in which others may be named. */
export const findTexts = (requestId: string, findId: string) => call(() => Texts(requestId, findId));
/** Places that are about somebody else: a proposal. */
export const suggestRedactions = (requestId: string, findId: string) =>
  call(() => Suggest(requestId, findId), patience.work);
/** All places of a find anew. */
export const redactFind = (requestId: string, findId: string, places: Redaction[]) =>
  call(() => Redact(requestId, findId, places));
/** What goes, what stays, why and until when. */
export const erasePlan = (requestId: string) => call(() => ErasePlan(requestId), patience.work);
/** Erases what the plan of that digest says; the job "erase". */
export const eraseSubject = (requestId: string, digest: string, count: number) =>
  call(() => Erase(requestId, digest, count), patience.work);
/** The certificate of the newest erasure, with the tasks outside as they stand now. */
export const eraseCertificate = (requestId: string) => call(() => Certificate(requestId), patience.work);
