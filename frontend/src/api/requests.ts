// Requests of data subjects (GDPR Art. 12–21): the register of them and its steps.
import {
  Answer,
  AskClarification,
  AskIdentity,
  Cancel,
  Clarified,
  Edit,
  Extend,
  List,
  Page,
  Refuse,
  Register,
  Reminders,
  Verify,
} from "../../wailsjs/go/desktop/Requests";
import type { app, desktop } from "../../wailsjs/go/models";
import { call } from "./call";

export type Request = app.Request;
export type RequestEvent = app.RequestEvent;
export type RequestPage = desktop.RequestPage;
export type Reminder = app.Reminder;
export type Deadline = app.Deadline;
export type Task = app.Task;

export const requestKinds = ["access", "rectify", "erase", "restrict", "port", "object", "withdraw"] as const;
export type RequestKind = (typeof requestKinds)[number];
export const identityMethods = ["known-email", "call-back", "in-person", "strong-id"] as const;
export type IdentityMethod = (typeof identityMethods)[number];
/** On which a request is refused (Art. 12(2), 12(5)). */
export const refuseGrounds = ["exception", "unfounded", "excessive", "identity"] as const;

/** Open ones by the day on which they are due, or closed ones, the newest first. */
export const listRequests = (open: boolean) => call(() => List(open));
/** What is due soon or late, the most pressing first. */
export const requestReminders = () => call(() => Reminders());
export const requestPage = (id: string) => call(() => Page(id));
/** Id, number and state are given to it. */
export const registerRequest = (request: Request) => call(() => Register(request));
/** All but the kind. */
export const editRequest = (request: Request) => call(() => Edit(request));
export const askIdentity = (id: string, on: string) => call(() => AskIdentity(id, on));
export const verifyRequest = (id: string, method: string, on: string, note: string) =>
  call(() => Verify(id, method, on, note));
export const askClarification = (id: string, on: string) => call(() => AskClarification(id, on));
export const clarified = (id: string, on: string, scope: string) => call(() => Clarified(id, on, scope));
export const extendRequest = (id: string, on: string, reason: string) => call(() => Extend(id, on, reason));
export const refuseRequest = (id: string, ground: string, reason: string, on: string) =>
  call(() => Refuse(id, ground, reason, on));
export const cancelRequest = (id: string, on: string) => call(() => Cancel(id, on));
/** Outcome: done, or partly with reasons. */
export const answerRequest = (id: string, outcome: string, reason: string, on: string) =>
  call(() => Answer(id, outcome, reason, on));
