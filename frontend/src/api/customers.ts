// The list, the search and the card.
import {
  Add,
  Blank,
  Changes,
  DeleteFilter,
  DeletePerson,
  Edit,
  Find,
  HideColumns,
  IDs,
  List,
  Open,
  Reload,
  Restore,
  SaveFilter,
  SavePerson,
  Shown,
  Timeline,
  TownFor,
  Towns,
} from "../../wailsjs/go/desktop/Customers";
import type { app, desktop, store, vault } from "../../wailsjs/go/models";
import { call } from "./call";

export type Customer = app.Customer;
export type CustomerRow = app.CustomerRow;
export type CustomerQuery = desktop.CustomerQuery;
export type CustomerPage = desktop.CustomerPage;
export type CustomerFilter = app.CustomerFilter;
export type SavedFilter = app.SavedFilter;
export type ListView = vault.ListView;
export type Facet = store.Facet;
export type Change = app.AuditRow;
export type Person = app.ContactPerson;
export type Decision = app.Decision;
export type Step = app.Step;
export type Event = app.Event;
export type Card = desktop.Card;
export type Edited = desktop.Edited;
export type TimelineItem = desktop.TimelineItem;
export type Kind = "person" | "company" | "soletrader";

const values = (fields: Record<string, string>) =>
  Object.entries(fields).map(([field, value]) => ({ field, value }));

export const listCustomers = (query: CustomerQuery) => call(() => List(query));
/** All whom a question chooses, in its order. */
export const customerIds = (query: CustomerQuery) => call(() => IDs(query));
/** Towns of the register that begin so, the most frequent first. */
export const townsOf = (beginning: string, limit: number) => call(() => Towns(beginning, limit));
/** The town of a postal code as far as it is known; "" where it is not. */
export const townFor = (postcode: string, country: string) => call(() => TownFor(postcode, country));
/** Hidden columns and saved filters. */
export const listShown = () => call(() => Shown());
export const hideColumns = (columns: string[]) => call(() => HideColumns(columns));
export const saveFilter = (filter: SavedFilter) => call(() => SaveFilter(filter));
export const deleteFilter = (id: string) => call(() => DeleteFilter(id));
/** What was changed on a card, the newest first: never values. */
export const changesOf = (id: string, offset: number, limit: number) =>
  call(() => Changes(id, offset, limit));
/** Every field and what was written of contacts, best hits first; at most 100. */
export const findCustomers = (text: string, limit: number) => call(() => Find(text, limit));
/** Opens a card, which is written down; reload a card that is open already. */
export const openCard = (id: string) => call(() => Open(id));
export const reloadCard = (id: string) => call(() => Reload(id));
export const blankCustomer = () => call(() => Blank());
export const addCustomer = (fields: Record<string, string>) => call(() => Add(values(fields)));
export const editCustomer = (id: string, fields: Record<string, string>) =>
  call(() => Edit(id, values(fields)));
export const restoreCustomer = (before: Customer) => call(() => Restore(before));
export const savePerson = (person: Person) => call(() => SavePerson(person));
export const deletePerson = (customerId: string, id: string) => call(() => DeletePerson(customerId, id));
/** `kind` contact or delivery, `channel` of contacts; "" is everything. */
export const timelineOf = (id: string, kind: string, channel: string, offset: number, limit: number) =>
  call(() => Timeline(id, { kind, channel, offset, limit }));
