// The contact history over all customers, what waits in it, and the firm's answers.
import {
  Anonymise,
  AnonymisePreview,
  Anonymous,
  Done,
  Edit,
  ExportAnonymous,
  ExportTraining,
  List,
  Open,
  PreviewTraining,
  Queue,
  Restore,
  Wait,
} from "../../wailsjs/go/desktop/Contacts";
import { Fields, Fill, List as ListTemplates, Mail, Remove, Save } from "../../wailsjs/go/desktop/Templates";
import type { app, desktop, exchange } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type ContactFilter = app.ContactFilter;
export type ContactRow = app.ContactRow;
export type ContactPage = app.ContactPage;
export type ContactOpened = desktop.ContactOpened;
export type Message = app.Message;
export type Template = app.Template;
export type Filled = app.Filled;
export type TrainingChoice = app.TrainingChoice;
export type MaskChoice = app.MaskChoice;
export type AnonymousPreview = app.AnonymousPreview;
export type AnonymousRow = app.Anonymous;
export type Training = exchange.Training;

export const purposes = ["order", "support", "complaint", "quality", "training"] as const;
export type Purpose = (typeof purposes)[number];

export const listContacts = (filter: ContactFilter) => call(() => List(filter));
export const openContact = (id: string) => call(() => Open(id));
export const contactQueue = () => call(() => Queue());
export const editContact = (contact: app.Contact) => call(() => Edit(contact));
/** Puts back one that was deleted in this session, with all that was said in it. */
export const restoreContact = (id: string) => call(() => Restore(id));
export const waitContact = (id: string, until: string) => call(() => Wait(id, until));
export const doneContact = (id: string) => call(() => Done(id));
export const anonymisePreview = (id: string, choice: MaskChoice, language: string) =>
  call(() => AnonymisePreview(id, choice, language), patience.work);
/** Takes a contact off its customer and keeps what was said without names. There is no way back. */
export const anonymiseContact = (id: string, choice: MaskChoice) =>
  call(() => Anonymise(id, choice), patience.work);
/** Conversations that stay without whose they were, the newest first. */
export const anonymousList = (language: string, offset: number, limit: number) =>
  call(() => Anonymous(language, offset, limit));
/** Writes all of them to a file that the person chooses; "" when they changed their mind. */
export const exportAnonymous = (language: string, form: string, name: string) =>
  call(() => ExportAnonymous(language, form, name), patience.work);
export const previewTraining = (choice: TrainingChoice, language: string) =>
  call(() => PreviewTraining(choice, language), patience.work);
export const exportTraining = (choice: TrainingChoice, language: string, form: string, name: string) =>
  call(() => ExportTraining(choice, language, form, name), patience.work);

export const listTemplates = () => call(() => ListTemplates());
export const saveTemplate = (template: Template) => call(() => Save(template));
export const removeTemplate = (id: string) => call(() => Remove(id));
export const fillTemplate = (id: string, customerId: string) => call(() => Fill(id, customerId));
export const templateFields = (language: string) => call(() => Fields(language));
export const mailLetter = (customerId: string, subject: string, body: string) =>
  call(() => Mail(customerId, subject, body), patience.work);
