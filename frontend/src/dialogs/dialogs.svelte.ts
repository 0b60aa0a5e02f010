// The small dialogs that open over any page: a new customer, a contact, a delivery. Asked for from pages, keys and
// the palette alike.

import type { ContactOpened } from "$lib/api/contacts";
import type { AddedToList } from "$lib/api/mailing";
import type { Contact } from "$lib/api/registers";

export interface Target {
  id: string;
  name: string;
}

/** What is to go out into a file; without ids all of it. */
export interface ExportTarget {
  register: "customers" | "contacts" | "deliveries";
  ids?: readonly string[];
}

class Dialogs {
  /** The name that was searched for and not found, or "". */
  newCustomer = $state.raw<{ name: string }>();
  contact = $state.raw<{ targets: readonly Target[]; done?: () => void }>();
  /** A contact that is changed, or answered. */
  contactEdit = $state.raw<{ contact: Contact; name: string }>();
  contactAnswer = $state.raw<ContactOpened>();
  postponed = $state.raw<Contact>();
  delivery = $state.raw<Target>();
  /** What became of customers who were to come onto the e-mail list. */
  listAdded = $state.raw<AddedToList>();
  exporting = $state.raw<ExportTarget>();

  addCustomer(name = ""): void {
    this.newCustomer = { name };
  }
  logContact(targets: readonly Target[], done?: () => void): void {
    if (targets.length > 0) this.contact = done ? { targets, done } : { targets };
  }
  editContact(contact: Contact, name: string): void {
    this.contactEdit = { contact, name };
  }
  answerContact(opened: ContactOpened): void {
    this.contactAnswer = opened;
  }
  postponeContact(contact: Contact): void {
    this.postponed = contact;
  }
  logDelivery(target: Target): void {
    this.delivery = target;
  }
  showListAdded(done: AddedToList): void {
    this.listAdded = done;
  }
  export(target: ExportTarget): void {
    this.exporting = target;
  }
}

export const dialogs = new Dialogs();
