// What is written down of a customer: contacts, deliveries, permissions, holds.
import { Add as AddConsent } from "../../wailsjs/go/desktop/Consents";
import { Add as AddContact, Delete as DeleteContact } from "../../wailsjs/go/desktop/Contacts";
import { Add as AddDelivery, Delete as DeleteDelivery } from "../../wailsjs/go/desktop/Deliveries";
import { Lift, Place } from "../../wailsjs/go/desktop/Holds";
import type { app } from "../../wailsjs/go/models";
import { call } from "./call";

export type Contact = app.Contact;
export type Delivery = app.Delivery;
export type Consent = app.Consent;
export type Hold = app.Hold;

export const channels = ["phone", "email", "chat", "visit", "letter", "other"] as const;
export type Channel = (typeof channels)[number];

export const holdKinds = ["dispute", "receivable", "authority", "complaint", "other"] as const;
export type HoldKind = (typeof holdKinds)[number];

/** With an id, puts back one that was just deleted. */
export const addContact = (contact: Contact) => call(() => AddContact(contact));
export const deleteContact = (id: string) => call(() => DeleteContact(id));
export const addDelivery = (delivery: Delivery) => call(() => AddDelivery(delivery));
export const deleteDelivery = (id: string) => call(() => DeleteDelivery(id));
/** Appends to the ledger of permissions: nothing there is ever changed. */
export const addConsent = (consent: Consent) => call(() => AddConsent(consent));
export const placeHold = (customerId: string, kind: string, reason: string, reviewOn: string) =>
  call(() => Place(customerId, kind, reason, reviewOn));
export const liftHold = (customerId: string) => call(() => Lift(customerId));
