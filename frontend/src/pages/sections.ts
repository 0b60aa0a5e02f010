// Every page of the open register, and the rail's entries. A new page is one row here.
import type { Icon as LucideIcon } from "$lib/shared/icon";
import MessagesSquare from "@lucide/svelte/icons/messages-square";
import ChartColumn from "@lucide/svelte/icons/chart-column";
import Mail from "@lucide/svelte/icons/mail";
import Hourglass from "@lucide/svelte/icons/hourglass";
import Inbox from "@lucide/svelte/icons/inbox";
import Settings from "@lucide/svelte/icons/settings";
import Sun from "@lucide/svelte/icons/sun";
import Users from "@lucide/svelte/icons/users";
import type { Component } from "svelte";

import { m } from "$lib/i18n";
import type { Params } from "$lib/shared/router.svelte";
import { waitingRecords } from "$lib/shell/due.svelte";
import { waitingRequests } from "$lib/shell/requests.svelte";
import { waitingContacts } from "$lib/shell/waiting.svelte";

export interface PageProps {
  params: Params;
}

/** An entry of the rail. Order follows the day; Ctrl 1…8 follow the order. */
export interface Section {
  page: string;
  label: () => string;
  icon: LucideIcon;
  group: "work" | "privacy" | "foot";
  /** What waits there; a number in the rail never is a total. */
  waiting?: () => number;
}

export interface Page {
  /** Which entry of the rail is lit. */
  section: string;
  load: () => Promise<{ default: Component<PageProps> | Component<Record<string, never>> }>;
}

export const sections: readonly Section[] = [
  { page: "today", label: m.rail_today, icon: Sun, group: "work" },
  { page: "customers", label: m.rail_customers, icon: Users, group: "work" },
  {
    page: "contacts",
    label: m.rail_contacts,
    icon: MessagesSquare,
    group: "work",
    waiting: waitingContacts,
  },
  { page: "mailing", label: m.rail_mailing, icon: Mail, group: "work" },
  { page: "visits", label: m.rail_visits, icon: ChartColumn, group: "work" },
  { page: "retention", label: m.rail_retention, icon: Hourglass, group: "privacy", waiting: waitingRecords },
  { page: "requests", label: m.rail_requests, icon: Inbox, group: "privacy", waiting: waitingRequests },
  { page: "settings", label: m.rail_settings, icon: Settings, group: "foot" },
];

export const pages: Readonly<Record<string, Page>> = {
  today: { section: "today", load: () => import("./today/Today.svelte") },
  customers: { section: "customers", load: () => import("./customers/Customers.svelte") },
  customer: { section: "customers", load: () => import("./customers/Customer.svelte") },
  contacts: { section: "contacts", load: () => import("./contacts/Contacts.svelte") },
  templates: { section: "contacts", load: () => import("./contacts/Templates.svelte") },
  duplicates: { section: "customers", load: () => import("./duplicates/Duplicates.svelte") },
  merge: { section: "customers", load: () => import("./duplicates/Merge.svelte") },
  imports: { section: "customers", load: () => import("./imports/Imports.svelte") },
  printout: { section: "customers", load: () => import("./printout/Printout.svelte") },
  rules: { section: "retention", load: () => import("./retention/Rules.svelte") },
  retention: { section: "retention", load: () => import("./retention/Retention.svelte") },
  certificates: { section: "retention", load: () => import("./retention/Certificates.svelte") },
  certificate: { section: "retention", load: () => import("./retention/Certificate.svelte") },
  anonymous: { section: "contacts", load: () => import("./contacts/Anonymous.svelte") },
  requests: { section: "requests", load: () => import("./requests/Requests.svelte") },
  request: { section: "requests", load: () => import("./requests/Request.svelte") },
  letter: { section: "requests", load: () => import("./requests/LetterPage.svelte") },
  "new-request": { section: "requests", load: () => import("./requests/NewRequest.svelte") },
  mailing: { section: "mailing", load: () => import("./mailing/Mailing.svelte") },
  messages: { section: "mailing", load: () => import("./mailing/Messages.svelte") },
  message: { section: "mailing", load: () => import("./mailing/Message.svelte") },
  visits: { section: "visits", load: () => import("./visits/Visits.svelte") },
  recovery: { section: "settings", load: () => import("./recovery/Renew.svelte") },
  settings: { section: "settings", load: () => import("./settings/Settings.svelte") },
};
