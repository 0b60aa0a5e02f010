export namespace app {
	
	export interface AuditRow {
	    seq: number;
	    at: string;
	    action: string;
	    object: string;
	    fields: string[];
	}
	export interface Consent {
	    id: string;
	    customerId: string;
	    given: boolean;
	    on: string;
	    channel: string;
	    wording: string;
	    source: string;
	    recordedBy: string;
	}
	export interface Contact {
	    id: string;
	    customerId: string;
	    on: string;
	    at: string;
	    channel: string;
	    direction: string;
	    who: string;
	    handledBy: string;
	    subject: string;
	    text: string;
	    purpose: string;
	    seconds: number;
	    waiting: boolean;
	    followUpOn: string;
	    mass: boolean;
	    messages: number;
	    attachments: number;
	}
	export interface ContactPerson {
	    id: string;
	    customerId: string;
	    role: string;
	    name: string;
	    phone: string;
	    email: string;
	}
	export interface Counts {
	    customers: number;
	    persons: number;
	    contacts: number;
	    messages: number;
	    attachments: number;
	    deliveries: number;
	    consents: number;
	}
	export interface Customer {
	    id: string;
	    number: string;
	    designation: string;
	    name: string;
	    kind: string;
	    businessId: string;
	    street: string;
	    postcode: string;
	    town: string;
	    country: string;
	    phone: string;
	    email: string;
	    language: string;
	    createdOn: string;
	    correctedOn: string;
	    marketing: boolean;
	    persons: ContactPerson[];
	}
	export interface CustomerFilter {
	    kind: string;
	    town: string;
	    marketing: string;
	    noContactSince: string;
	    noContactMonths: number;
	    goesBefore: string;
	    goesWithin: number;
	}
	export interface CustomerRow {
	    id: string;
	    number: string;
	    name: string;
	    kind: string;
	    street: string;
	    postcode: string;
	    town: string;
	    phone: string;
	    email: string;
	    marketing: boolean;
	    lastNeeded: string;
	    eraseOn: string;
	    held: boolean;
	    match?: string;
	}
	export interface Step {
	    code: string;
	    on: string;
	    event: Event;
	    months: number;
	    text: string;
	}
	export interface Event {
	    kind: string;
	    on: string;
	    ref?: string;
	    note?: string;
	}
	export interface Decision {
	    class: string;
	    record: string;
	    customer: string;
	    name: string;
	    do: string;
	    until: string;
	    eraseOn: string;
	    because: string;
	    lastNeeded: Event;
	    steps: Step[];
	    notCounted: Event[];
	    counts: Counts;
	}
	export interface Delivery {
	    id: string;
	    customerId: string;
	    on: string;
	    product: string;
	    quantity: string;
	}
	export interface Error {
	    code: string;
	    field?: string;
	    args?: Record<string, string>;
	}
	
	export interface Firm {
	    name: string;
	    businessId: string;
	    street: string;
	    postcode: string;
	    town: string;
	    phone: string;
	    email: string;
	    contact: string;
	    financialYearEnd: string;
	}
	export interface Hold {
	    id: string;
	    customerId: string;
	    reason: string;
	    placedOn: string;
	    reviewOn: string;
	    liftedOn: string;
	}
	export interface MonthCount {
	    month: string;
	    counts: Counts;
	}
	export interface Review {
	    today: string;
	    digest: string;
	    decisions: Decision[];
	    counts: Counts;
	    held: number;
	    clockNote: string;
	}
	export interface Rule {
	    class: string;
	    from: string;
	    months: number;
	    do: string;
	    basis: string;
	    source: string;
	    since: string;
	}
	export interface SavedFilter {
	    id: string;
	    name: string;
	    filter: CustomerFilter;
	}

}

export namespace desktop {
	
	export interface Approval {
	    digest: string;
	    records: string[];
	    count: number;
	}
	export interface Arg {
	    name: string;
	    value: string;
	}
	export interface Card {
	    customer: app.Customer;
	    decision: app.Decision;
	    consents: app.Consent[];
	    holds: app.Hold[];
	    remarks: app.Error[];
	}
	export interface ChangesPage {
	    rows: app.AuditRow[];
	    total: number;
	}
	export interface ColumnChoice {
	    column: string;
	    field: string;
	}
	export interface CustomerPage {
	    rows: app.CustomerRow[];
	    total: number;
	}
	export interface CustomerQuery {
	    text: string;
	    filter: app.CustomerFilter;
	    sort: string;
	    desc: boolean;
	    offset: number;
	    limit: number;
	}
	export interface Edited {
	    card: Card;
	    before: app.Customer;
	}
	export interface FieldValue {
	    field: string;
	    value: string;
	}
	export interface FindingGroup {
	    code: string;
	    field: string;
	    rows: number[];
	    count: number;
	    args: Arg[];
	}
	export interface ImportBatch {
	    id: string;
	    on: string;
	    file: string;
	    added: number;
	    updated: number;
	    undone: boolean;
	}
	export interface ImportChoices {
	    path: string;
	    columns: ColumnChoice[];
	    charset: string;
	    delimiter: string;
	    sheet: string;
	    heading: string;
	    updateExisting: boolean;
	    consentSource: string;
	    consentDate: string;
	    returning: number[];
	}
	export interface ImportPreview {
	    path: string;
	    name: string;
	    charset: string;
	    delimiter: string;
	    sheet: string;
	    heading: boolean;
	    columns: exchange.Column[];
	    counts: exchange.Counts;
	    rows: exchange.PlanRow[];
	    skipped: FindingGroup[];
	    remarks: FindingGroup[];
	    digest: string;
	    before?: ImportBatch;
	    problem?: app.Error;
	}
	export interface ImportResult {
	    batch: string;
	    added: number;
	    updated: number;
	    skipped: number;
	}
	export interface NewVault {
	    firm: app.Firm;
	    language: string;
	    passphrase: string;
	}
	export interface Preferences {
	    language: string;
	    theme: string;
	    textSize: number;
	    density: string;
	    letterKeys: boolean;
	    lockMinutes: number;
	    firm: string;
	}
	export interface Printed {
	    kind: string;
	    pdf: string;
	}
	export interface PurgeResult {
	    purged: vault.Purged;
	    certificate: Printed;
	}
	export interface RecoverySheet {
	    groups: string[];
	    ask: number[];
	    pdf: string;
	}
	export interface SessionState {
	    state: string;
	    firm: string;
	    dir: string;
	    reason: string;
	    since: string;
	    notes: string[];
	    problem?: app.Error;
	    preferences: Preferences;
	    today: string;
	    version: string;
	}
	export interface SettingsPage {
	    firm: app.Firm;
	    language: string;
	    preferences: Preferences;
	    dir: string;
	    version: string;
	    nextNumber: string;
	}
	export interface TimelineItem {
	    kind: string;
	    id: string;
	    on: string;
	    channel: string;
	    direction: string;
	    text: string;
	    quantity: string;
	    mass: boolean;
	    counts: boolean;
	}
	export interface TimelinePage {
	    items: TimelineItem[];
	    total: number;
	}

}

export namespace exchange {
	
	export interface Column {
	    letters: string;
	    heading: string;
	    example: string;
	    field: string;
	    known: boolean;
	    finding: string;
	    filled: number;
	}
	export interface Counts {
	    rows: number;
	    add: number;
	    update: number;
	    skip: number;
	    corrected: number;
	    consents: number;
	}
	export interface PlanRow {
	    row: number;
	    do: string;
	    customer: app.Customer;
	    existing: string;
	    changed: string[];
	    consent: boolean;
	    reason?: app.Error;
	    remarks: app.Error[];
	}

}

export namespace store {
	
	export interface Facet {
	    value: string;
	    count: number;
	}

}

export namespace vault {
	
	export interface Findings {
	    auditRows: number;
	    digest: string;
	    generation: number;
	    sequence: number;
	}
	export interface Kept {
	    count: number;
	    because: string;
	    until: string;
	}
	export interface ListView {
	    hidden: string[];
	    filters: app.SavedFilter[];
	}
	export interface Purged {
	    on: string;
	    digest: string;
	    counts: app.Counts;
	    residue: number;
	    kept: Kept[];
	    ledger: string[];
	    rules: app.Rule[];
	}
	export interface Undone {
	    removed: number;
	    restored: number;
	    kept: number;
	}

}

