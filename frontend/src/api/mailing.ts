// The e-mail list, and what is sent to it.
import {
  Add,
  AddCustomers,
  AddWording,
  Consent,
  Delete,
  Edit,
  Entry,
  Export,
  Known,
  List,
  ListFields,
  Mailings,
  OfCustomer,
  Preview,
  PreviewImport,
  Remove,
  RunImport,
  Save,
  Send,
  SetRules,
  SetServer,
  Settings,
  Settle,
  State,
  Suppress,
  TestServer,
  Unsuppress,
  Wordings,
} from "../../wailsjs/go/desktop/Mailing";
import type { app, desktop, mailing, vault } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type ListEntry = app.ListEntry;
export type MailFilter = desktop.MailFilter;
export type MailPage = desktop.MailPage;
export type MailLine = desktop.MailLine;
export type MailCard = desktop.MailCard;
export type MailCount = desktop.MailCount;
export type MailConsent = desktop.MailConsent;
export type NewMailEntry = desktop.NewMailEntry;
export type MailServer = app.MailServer;
export type MailRules = app.MailRules;
export type MailSettings = desktop.MailSettings;
export type Mailing = app.Mailing;
export type MailingPreview = desktop.MailingPreview;
export type MailingState = desktop.MailingState;
export type MailingOutcome = mailing.Outcome;
export type MailSend = app.Send;
export type Wording = app.Wording;
export type KnownMail = vault.KnownMail;
export type AddedToList = vault.Added;
export type ListExported = desktop.ListExported;
export type ListPreview = desktop.ListPreview;

export type Suppression = "withdrawn" | "objected" | "bounced";
export type ListForm = "csv" | "xlsx" | "bcc" | "eml";

/** A mailing takes as long as the pace says: hours, where the list is long. */
const long = 20 * 24 * 60 * 60 * 1000;

export const mailList = (filter: MailFilter) => call(() => List(filter));
export const mailEntry = (id: string) => call(() => Entry(id));
export const mailEntriesOf = (customerId: string) => call(() => OfCustomer(customerId));
/** While an address is typed: what is remembered of it. */
export const knownMail = (email: string) => call(() => Known(email));
export const addMailEntry = (entry: NewMailEntry) => call(() => Add(entry));
export const addCustomersToList = (ids: string[]) => call(() => AddCustomers(ids), patience.work);
export const editMailEntry = (entry: ListEntry) => call(() => Edit(entry));
export const mailConsent = (entryId: string, consent: MailConsent) => call(() => Consent(entryId, consent));
export const suppressMail = (email: string, reason: Suppression) => call(() => Suppress(email, reason));
/** Only for an address whose mail came back. */
export const unsuppressMail = (email: string) => call(() => Unsuppress(email));
/** The job "erase-entries": gone for good, bytes and all. */
export const removeMailEntries = (ids: string[]) => call(() => Remove(ids), patience.work);

export const wordings = () => call(() => Wordings());
export const addWording = (wording: Wording) => call(() => AddWording(wording));

export const mailSettings = () => call(() => Settings());
/** An empty password keeps the one before. */
export const setMailServer = (server: MailServer) => call(() => SetServer(server));
export const setMailRules = (rules: MailRules) => call(() => SetRules(rules));
/** The job "mail-test". */
export const testMailServer = () => call(() => TestServer(), patience.work);

export const mailings = () => call(() => Mailings());
export const saveMailing = (draft: Mailing) => call(() => Save(draft));
export const deleteMailing = (id: string) => call(() => Delete(id));
/** Exactly who would get it. Without an id: a message to all, for a file. */
export const previewMailing = (id: string) => call(() => Preview(id), patience.work);
/** The job "mailing". One that has begun goes on, whatever the digest. */
export const sendMailing = (id: string, digest: string) => call(() => Send(id, digest), long);
export const mailingState = (id: string) => call(() => State(id));
/** A message that broke off: did it go? If not, it is sent again. */
export const settleSend = (sendId: string, went: boolean) => call(() => Settle(sendId, went));
/** The job "mail-export". Asks for a place; drafts (eml) need a mailing. */
export const exportMailList = (form: ListForm, mailingId: string, digest: string) =>
  call(() => Export(form, mailingId, digest), long);

export const listFields = () => call(() => ListFields());
/** The job "preview". */
export const previewListImport = (choices: desktop.ImportChoices) =>
  call(() => PreviewImport(choices), patience.work);
/** The job "import"; undone like any other import. */
export const runListImport = (choices: desktop.ImportChoices, digest: string) =>
  call(() => RunImport(choices, digest), patience.work);
