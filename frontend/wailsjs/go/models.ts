export namespace app {
	
	export interface Spared {
	    word: string;
	    reason: string;
	}
	export interface Anonymous {
	    id: string;
	    month: string;
	    channel: string;
	    direction: string;
	    purpose: string;
	    text: string;
	    spared: Spared[];
	}
	export interface Counts {
	    customers: number;
	    persons: number;
	    contacts: number;
	    messages: number;
	    attachments: number;
	    deliveries: number;
	    consents: number;
	    entries: number;
	    technical: number;
	    requests: number;
	    visitors: number;
	    anonymised: number;
	    logRows: number;
	}
	export interface FoundWord {
	    mask: string;
	    word: string;
	    count: number;
	    before: string;
	    as: string;
	    after: string;
	    fixed: boolean;
	}
	export interface AnonymousPreview {
	    result: Anonymous;
	    words: FoundWord[];
	    goes: Counts;
	}
	export interface AuditRow {
	    seq: number;
	    at: string;
	    action: string;
	    object: string;
	    fields: string[];
	}
	export interface ClassCount {
	    class: string;
	    do: string;
	    records: number;
	}
	export interface ClassMonths {
	    class: string;
	    records: number[];
	}
	export interface ClassTotal {
	    class: string;
	    due: number;
	    soon: number;
	    kept: number;
	    shown: number;
	    auto: boolean;
	    from: string;
	}
	export interface Consent {
	    id: string;
	    customerId: string;
	    entryId: string;
	    given: boolean;
	    on: string;
	    channel: string;
	    wording: string;
	    version: string;
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
	export interface ContactFilter {
	    text: string;
	    channel: string;
	    direction: string;
	    purpose: string;
	    waiting: boolean;
	    attached: boolean;
	    customerId: string;
	    from: string;
	    to: string;
	    offset: number;
	    limit: number;
	}
	export interface ContactRow {
	    contact: Contact;
	    number: string;
	    name: string;
	    opening: string;
	}
	export interface ContactPage {
	    rows: ContactRow[];
	    total: number;
	    cut: boolean;
	}
	export interface ContactPerson {
	    id: string;
	    customerId: string;
	    role: string;
	    name: string;
	    phone: string;
	    email: string;
	}
	
	export interface Copy {
	    id: string;
	    madeOn: string;
	    what: string;
	    format: string;
	    rows: number;
	    file: string;
	    goneOn: string;
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
	    restricted: boolean;
	    match?: string;
	}
	export interface Event {
	    kind: string;
	    on: string;
	    ref?: string;
	    note?: string;
	}
	export interface Step {
	    code: string;
	    on: string;
	    event: Event;
	    months: number;
	    text: string;
	}
	export interface Deadline {
	    target: string;
	    last: string;
	    extendedTarget: string;
	    extendedLast: string;
	    due: string;
	    left: number;
	    late: boolean;
	    suspended: number;
	    paused: boolean;
	    extendedLate: boolean;
	    holiday: string;
	    steps: Step[];
	}
	export interface Decision {
	    class: string;
	    record: string;
	    customerId: string;
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
	export interface Duplicate {
	    first: CustomerRow;
	    second: CustomerRow;
	    by: string[];
	}
	export interface EntryClock {
	    from: string;
	    until: string;
	    eraseOn: string;
	    renewOn: string;
	    because: string;
	}
	export interface EraseLine {
	    class: string;
	    number: string;
	    count: number;
	    does: string;
	    because: string;
	    basis: string;
	    until: string;
	}
	export interface Task {
	    id: string;
	    kind: string;
	    placeId: string;
	    copyId: string;
	    place: string;
	    email: string;
	    requestId: string;
	    runId: string;
	    customerId: string;
	    about: string;
	    addedOn: string;
	    dueOn: string;
	    doneOn: string;
	    outcome: string;
	    note: string;
	}
	export interface EraseOutcome {
	    on: string;
	    digest: string;
	    lines: EraseLine[];
	    residue: number;
	    ledger: string[];
	    tasks: Task[];
	    partly: boolean;
	}
	export interface FileEntry {
	    id: string;
	    consent: string;
	}
	export interface Guard {
	    because: string;
	    until: string;
	    ref: string;
	    text: string;
	}
	export interface Hold {
	    id: string;
	    customerId: string;
	    kind: string;
	    reason: string;
	    placedOn: string;
	    reviewOn: string;
	    liftedOn: string;
	}
	export interface File {
	    record: string;
	    number: string;
	    name: string;
	    kind: string;
	    events: Event[];
	    holds: Hold[];
	    guards: Guard[];
	    counts: Counts;
	    entries: FileEntry[];
	}
	export interface ErasePart {
	    Register: string;
	    Record: string;
	    Open: boolean;
	    Card: File;
	}
	export interface ErasePlan {
	    requestId: string;
	    today: string;
	    lines: EraseLine[];
	    open: number;
	    count: number;
	    digest: string;
	}
	export interface Error {
	    code: string;
	    field?: string;
	    args?: Record<string, string>;
	}
	
	export interface Extension {
	    id: string;
	    class: string;
	    record: string;
	    until: string;
	    reason: string;
	    placedOn: string;
	}
	
	
	export interface Filled {
	    subject: string;
	    body: string;
	    missing: string[];
	}
	export interface Redaction {
	    record: string;
	    column: string;
	    start: number;
	    end: number;
	    reason: string;
	}
	export interface Find {
	    id: string;
	    requestId: string;
	    register: string;
	    record: string;
	    customerId: string;
	    title: string;
	    detail: string;
	    count: number;
	    from: string;
	    to: string;
	    matched: string[];
	    same: string;
	    until: string;
	    redactions: Redaction[];
	    card: string;
	    certain: boolean;
	    aside: string;
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
	
	export interface TodayRow {
	    kind: string;
	    id: string;
	    customerId: string;
	    name: string;
	    code: string;
	    text: string;
	    next: string;
	    day: string;
	    left: number;
	    count: number;
	}
	export interface Going {
	    now: number;
	    in30: number;
	    in90: number;
	    soon: TodayRow[];
	}
	
	
	export interface HoldRow {
	    hold: Hold;
	    number: string;
	    name: string;
	}
	export interface IssuedLetter {
	    id: string;
	    requestId: string;
	    customerId: string;
	    kind: string;
	    language: string;
	    on: string;
	    way: string;
	    pages: number;
	    sha256: string;
	}
	export interface Kept {
	    class: string;
	    count: number;
	    because: string;
	    until: string;
	}
	export interface LetterDraft {
	    kind: string;
	    language: string;
	    paragraphs: string[];
	    missing: string[];
	}
	export interface Limits {
	    class: string;
	    from: string[];
	    do: string[];
	    least: number;
	    most: number;
	    longest: boolean;
	    fixed: boolean;
	    basis: string;
	}
	export interface Standing {
	    permission: string;
	    on: string;
	    proven: boolean;
	}
	export interface Sale {
	    on: string;
	    what: string;
	    told: boolean;
	}
	export interface ListEntry {
	    id: string;
	    customerId: string;
	    number: string;
	    email: string;
	    name: string;
	    kind: string;
	    language: string;
	    origin: string;
	    workDuties: string;
	    sale: Sale;
	    addedOn: string;
	    standing: Standing;
	}
	export interface MailDecision {
	    allow: boolean;
	    mode: string;
	    because: string;
	}
	export interface MailRules {
	    softOptIn: boolean;
	    legalPersons: boolean;
	    optOut: string;
	}
	export interface MailServer {
	    host: string;
	    port: number;
	    tls: string;
	    user: string;
	    password: string;
	    from: string;
	    fromName: string;
	    perMinute: number;
	}
	export interface Mailing {
	    id: string;
	    kind: string;
	    subject: string;
	    body: string;
	    goods: string;
	    state: string;
	    recipients: number;
	    sent: number;
	    failed: number;
	    skipped: number;
	    on: string;
	}
	export interface MaskChoice {
	    take: string[];
	    spare: Spared[];
	}
	export interface MaskedCount {
	    mask: string;
	    word: string;
	    count: number;
	}
	export interface Message {
	    id: string;
	    contactId: string;
	    at: string;
	    role: string;
	    author: string;
	    kind: string;
	    text: string;
	    internal: boolean;
	    edited: boolean;
	    fileName: string;
	    seconds: number;
	}
	export interface Pause {
	    from: string;
	    to: string;
	    why: string;
	}
	export interface Place {
	    id: string;
	    kind: string;
	    name: string;
	    recipient: boolean;
	    processor: boolean;
	    email: string;
	    holds: string;
	    country: string;
	    safeguard: string;
	    days: number;
	    endedOn: string;
	}
	export interface Rule {
	    class: string;
	    from: string;
	    months: number;
	    longest: number;
	    do: string;
	    basis: string;
	    source: string;
	    since: string;
	    reason: string;
	}
	export interface PromisedRule {
	    rule: Rule;
	    on: string;
	}
	export interface Queue {
	    due: number;
	    later: number;
	}
	
	export interface Reminder {
	    requestId: string;
	    number: string;
	    kind: string;
	    code: string;
	    due: string;
	    left: number;
	}
	export interface Request {
	    id: string;
	    number: string;
	    kind: string;
	    state: string;
	    customerId: string;
	    customer: string;
	    name: string;
	    address: string;
	    email: string;
	    phone: string;
	    language: string;
	    representative: string;
	    authority: string;
	    received: string;
	    channel: string;
	    words: string;
	    scope: string;
	    marketing: boolean;
	    verifiedOn: string;
	    method: string;
	    verifiedNote: string;
	    pauses: Pause[];
	    extendedOn: string;
	    extendReason: string;
	    outcome: string;
	    refuseGround: string;
	    reason: string;
	    closedOn: string;
	    deadline: Deadline;
	}
	export interface RequestEvent {
	    on: string;
	    what: string;
	    note: string;
	}
	export interface Restriction {
	    id: string;
	    customerId: string;
	    requestId: string;
	    ground: string;
	    scope: string;
	    from: string;
	    reviewOn: string;
	    noticeOn: string;
	    liftedOn: string;
	}
	export interface RestrictionUse {
	    id: string;
	    restrictionId: string;
	    on: string;
	    ground: string;
	    what: string;
	    reason: string;
	}
	export interface Review {
	    today: string;
	    digest: string;
	    decisions: Decision[];
	    counts: Counts;
	    held: number;
	    merges: number;
	    classes: ClassTotal[];
	    clockNote: string;
	}
	
	export interface RuleChange {
	    class: string;
	    before: Rule;
	    after: Rule;
	}
	export interface Run {
	    id: string;
	    on: string;
	    began: string;
	    ended: string;
	    state: string;
	    automatic: boolean;
	    digest: string;
	    records: number;
	    done: number;
	    counts: Counts;
	    classes: ClassCount[];
	    residue: number;
	    unsearched: number;
	    kept: Kept[];
	    ledger: string[];
	    rules: Rule[];
	}
	
	export interface SavedFilter {
	    id: string;
	    name: string;
	    filter: CustomerFilter;
	}
	export interface Send {
	    id: string;
	    mailingId: string;
	    entryId: string;
	    email: string;
	    name: string;
	    language: string;
	    subject: string;
	    state: string;
	    mode: string;
	    messageId: string;
	    code: string;
	    on: string;
	}
	
	
	
	
	export interface TechnicalFact {
	    name: string;
	    value: string;
	}
	export interface Template {
	    id: string;
	    name: string;
	    subject: string;
	    body: string;
	    channel: string;
	    language: string;
	}
	
	export interface TrainingChoice {
	    purposes: string[];
	    channels: string[];
	    from: string;
	    to: string;
	}
	export interface TrainingMessage {
	    role: string;
	    kind: string;
	    text: string;
	}
	export interface TrainingItem {
	    number: number;
	    month: string;
	    channel: string;
	    direction: string;
	    purpose: string;
	    seconds: number;
	    subject: string;
	    text: string;
	    messages: TrainingMessage[];
	}
	
	export interface VisitCount {
	    from: string;
	    to: string;
	    by: string;
	    name: string;
	    views: number;
	    visitors: number;
	}
	export interface WholeContact {
	    contact: Contact;
	    messages: Message[];
	    technical: TechnicalFact[];
	}
	export interface Wording {
	    id: string;
	    name: string;
	    version: number;
	    language: string;
	    text: string;
	    addedOn: string;
	}

}

export namespace desktop {
	
	export interface AnonymousList {
	    rows: app.Anonymous[];
	    total: number;
	}
	export interface Approval {
	    digest: string;
	    records: string[];
	    classes: string[];
	    count: number;
	}
	export interface Arg {
	    name: string;
	    value: string;
	}
	export interface AttachmentItem {
	    id: string;
	    contactId: string;
	    name: string;
	    mediaType: string;
	    family: string;
	    size: number;
	    recording: boolean;
	    added: string;
	    plays: boolean;
	    opens: boolean;
	    extension?: app.Extension;
	}
	export interface RestrictionsOf {
	    restrictions: app.Restriction[];
	    uses: app.RestrictionUse[];
	    today: string[];
	}
	export interface Card {
	    customer: app.Customer;
	    decision: app.Decision;
	    consents: app.Consent[];
	    holds: app.Hold[];
	    remarks: app.Error[];
	    restricted: RestrictionsOf;
	}
	export interface ChangesPage {
	    rows: app.AuditRow[];
	    total: number;
	}
	export interface ColumnChoice {
	    column: string;
	    field: string;
	}
	export interface ContactEdited {
	    before: app.Contact;
	    after: app.Contact;
	}
	export interface ContactOpened {
	    whole: app.WholeContact;
	    number: string;
	    name: string;
	    email: string;
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
	export interface DuplicatePage {
	    pairs: app.Duplicate[];
	    total: number;
	}
	export interface Edited {
	    card: Card;
	    before: app.Customer;
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
	    keepPostcodes: boolean;
	}
	export interface EntryChoices {
	    register: string;
	    file: ImportChoices;
	    maskHetus: boolean;
	}
	export interface FindingGroup {
	    code: string;
	    field: string;
	    rows: number[];
	    count: number;
	    args: Arg[];
	}
	export interface EntryPreview {
	    register: string;
	    path: string;
	    name: string;
	    charset: string;
	    delimiter: string;
	    sheet: string;
	    sheets: string[];
	    remembered: boolean;
	    heading: boolean;
	    columns: exchange.Column[];
	    counts: exchange.Counts;
	    rows: history.EntryRow[];
	    skipped: FindingGroup[];
	    remarks: FindingGroup[];
	    digest: string;
	    problem?: app.Error;
	}
	export interface Printed {
	    kind: string;
	    pdf: string;
	}
	export interface EraseResult {
	    outcome: app.EraseOutcome;
	    certificate: Printed;
	}
	export interface ExportChoices {
	    register: string;
	    format: string;
	    safe: boolean;
	    cards3: boolean;
	    ids: string[];
	    path: string;
	}
	export interface ExportPreview {
	    customers: number;
	    formats: string[];
	}
	export interface ExportResult {
	    path: string;
	    rows: number;
	    copy: string;
	}
	export interface FieldValue {
	    field: string;
	    value: string;
	}
	
	export interface PathChoice {
	    field: string;
	    path: string;
	}
	export interface HistoryChoices {
	    paths: string[];
	    format: string;
	    dayFirst: string;
	    map: PathChoice[];
	    us: string[];
	    customer: string;
	    zone: string;
	    technical: boolean;
	    maskHetus: boolean;
	    purpose: string;
	    newCards: boolean;
	    choices: history.Choice[];
	    mail: boolean;
	    attachments: boolean;
	    bulk: boolean;
	    waiting: boolean;
	}
	export interface HistoryPreview {
	    files: history.File[];
	    conversations: history.Planned[];
	    authors: history.Author[];
	    askUs: boolean;
	    counts: history.Counts;
	    skipped: FindingGroup[];
	    remarks: FindingGroup[];
	    digest: string;
	}
	export interface HistoryResult {
	    batch: string;
	    counts: history.Counts;
	}
	export interface ImportBatch {
	    id: string;
	    on: string;
	    register: string;
	    file: string;
	    added: number;
	    updated: number;
	    skipped: number;
	    undone: boolean;
	}
	
	export interface ImportPreview {
	    path: string;
	    name: string;
	    charset: string;
	    delimiter: string;
	    sheet: string;
	    sheets: string[];
	    remembered: boolean;
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
	export interface Incoming {
	    path: string;
	    is: history.Recognised;
	}
	export interface ListExported {
	    path: string;
	    count: number;
	}
	export interface ListPreview {
	    path: string;
	    name: string;
	    charset: string;
	    delimiter: string;
	    sheet: string;
	    heading: boolean;
	    columns: exchange.Column[];
	    counts: exchange.Counts;
	    rows: exchange.ListRow[];
	    skipped: FindingGroup[];
	    remarks: FindingGroup[];
	    digest: string;
	    before?: ImportBatch;
	    problem?: app.Error;
	}
	export interface MailLine {
	    entry: app.ListEntry;
	    clock: app.EntryClock;
	    suppressed: string;
	    decision: app.MailDecision;
	    over: boolean;
	    renewing: boolean;
	}
	export interface MailCard {
	    line: MailLine;
	    consents: app.Consent[];
	    card: app.Consent[];
	    sends: app.Send[];
	}
	export interface MailConsent {
	    given: boolean;
	    on: string;
	    channel: string;
	    wording: string;
	    source: string;
	}
	export interface MailCount {
	    because: string;
	    allow: boolean;
	    count: number;
	}
	export interface MailFilter {
	    text: string;
	    because: string;
	    due: boolean;
	    noCard: boolean;
	    limit: number;
	    offset: number;
	}
	
	export interface MailPage {
	    rows: MailLine[];
	    total: number;
	    all: number;
	    may: number;
	    why: MailCount[];
	    over: number;
	    renew: number;
	}
	export interface MailSuppressCount {
	    reason: string;
	    count: number;
	}
	export interface MailSettings {
	    server: app.MailServer;
	    hasPassword: boolean;
	    rules: app.MailRules;
	    optOut: string;
	    sayable?: app.Error;
	    suppressed: MailSuppressCount[];
	}
	
	export interface Mailed {
	    way: string;
	    path: string;
	}
	export interface MailingPreview {
	    mailing: app.Mailing;
	    digest: string;
	    going: number;
	    sample: MailLine[];
	    modes: MailCount[];
	    leftOut: MailCount[];
	    out: MailLine[];
	    text: string;
	    closing: string;
	    problem?: app.Error;
	    seconds: number;
	}
	export interface MailingState {
	    mailing: app.Mailing;
	    unsure: app.Send[];
	    failed: app.Send[];
	    skipped: app.Send[];
	    left: number;
	}
	export interface MergeSide {
	    customer: app.Customer;
	    moves: vault.Moves[];
	    gaps: string[];
	}
	export interface MergeOffer {
	    left: MergeSide;
	    right: MergeSide;
	    fields: string[];
	    by: string[];
	}
	
	export interface MergeUndo {
	    possible: boolean;
	    number: string;
	    name: string;
	}
	export interface NewMailEntry {
	    entry: app.ListEntry;
	    consent?: MailConsent;
	}
	export interface NewVault {
	    firm: app.Firm;
	    language: string;
	    passphrase: string;
	}
	export interface Outlook {
	    months: string[];
	    classes: app.ClassMonths[];
	}
	
	export interface Places {
	    fields: string[];
	    places: talk.Place[];
	    map: PathChoice[];
	}
	export interface RuleRow {
	    rule: app.Rule;
	    planned?: app.Rule;
	    promised: app.Rule;
	    limits: app.Limits;
	    runs: boolean;
	    auto: boolean;
	}
	export interface PolicyPage {
	    today: string;
	    preset: string;
	    presets: string[];
	    rules: RuleRow[];
	    history: app.PromisedRule[];
	}
	export interface Posted {
	    letter: app.IssuedLetter;
	    path: string;
	    passphrase: string[];
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
	
	export interface PurgeResult {
	    purged: app.Run;
	    certificate: Printed;
	}
	export interface RecoverySheet {
	    groups: string[];
	    ask: number[];
	    pdf: string;
	}
	export interface RequestPage {
	    request: app.Request;
	    history: app.RequestEvent[];
	    next: string;
	    finds: app.Find[];
	    letters: app.IssuedLetter[];
	    tasks: app.Task[];
	    erased: boolean;
	}
	
	
	export interface SessionState {
	    state: string;
	    firm: string;
	    dir: string;
	    reason: string;
	    since: string;
	    stopped: string[];
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
	export interface Text {
	    record: string;
	    column: string;
	    text: string;
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
	    at: string;
	    who: string;
	    handledBy: string;
	    subject: string;
	    purpose: string;
	    seconds: number;
	    waiting: boolean;
	    followUpOn: string;
	    messages: number;
	    attachments: number;
	    counts: boolean;
	}
	export interface TimelinePage {
	    items: TimelineItem[];
	    total: number;
	}
	export interface TimelineQuery {
	    kind: string;
	    channel: string;
	    offset: number;
	    limit: number;
	}
	export interface TranscriptOrder {
	    contactId: string;
	    whole: boolean;
	    mail: boolean;
	    to: string;
	    keep: boolean;
	}
	export interface TranscriptPreview {
	    pdf: string;
	    subject: string;
	    text: string;
	    to: string;
	    whole: boolean;
	    language: string;
	}
	export interface VisitMonth {
	    month: string;
	    views: number;
	}
	export interface VisitsPage {
	    origins: string[];
	    origin: string;
	    since: string;
	    months: VisitMonth[];
	    pages: app.VisitCount[];
	    sources: app.VisitCount[];
	    places: app.VisitCount[];
	    devices: app.VisitCount[];
	    numbers: vault.VisitorNumbers;
	}
	export interface VisitsPreview {
	    path: string;
	    name: string;
	    origin: string;
	    visits: number;
	    counts: number;
	    start: string;
	    end: string;
	    tables: exchange.VisitTable[];
	    dropped: string[];
	    unplaced: string[];
	    skipped: FindingGroup[];
	    before: boolean;
	    digest: string;
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
	export interface ListRow {
	    row: number;
	    do: string;
	    entry: app.ListEntry;
	    consent?: app.Consent;
	    reason?: app.Error;
	    remarks: app.Error[];
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
	export interface Training {
	    contacts: number;
	    replaced: app.MaskedCount[];
	    sample: app.TrainingItem[];
	    restricted: number;
	}
	export interface VisitTable {
	    name: string;
	    start: string;
	    end: string;
	    columns: string[];
	    rows: number;
	}

}

export namespace history {
	
	export interface Author {
	    name: string;
	    conversations: number;
	    us: boolean;
	    likely: boolean;
	}
	export interface Choice {
	    key: string;
	    to: string;
	    number: string;
	    name: string;
	    email: string;
	    phone: string;
	}
	export interface Counts {
	    conversations: number;
	    skipped: number;
	    contacts: number;
	    longer: number;
	    messages: number;
	    customers: number;
	    known: number;
	    waiting: number;
	    hetus: number;
	    technical: number;
	    recordings: number;
	}
	export interface Customer {
	    id: string;
	    number: string;
	    name: string;
	}
	export interface EntryRow {
	    row: number;
	    do: string;
	    customer: Customer;
	    contact?: app.Contact;
	    delivery?: app.Delivery;
	    reason?: app.Error;
	    remarks: app.Error[];
	}
	export interface File {
	    name: string;
	    format: string;
	    variant: string;
	    findings: talk.Finding[];
	}
	export interface Planned {
	    row: number;
	    key: string;
	    file: string;
	    title: string;
	    name: string;
	    email: string;
	    phone: string;
	    channel: string;
	    first: string;
	    last: string;
	    messages: number;
	    fresh: number;
	    contacts: number;
	    longer: number;
	    waiting: boolean;
	    hetus: number;
	    technical: number;
	    recordings: number;
	    do: string;
	    by: string;
	    customer?: Customer;
	    offer?: Customer;
	    reason?: app.Error;
	    authors: string[];
	    sample: app.Message[];
	}
	export interface Recognised {
	    name: string;
	    kind: string;
	    sure: boolean;
	    table: boolean;
	    format: string;
	    variant: string;
	    problem?: app.Error;
	}

}

export namespace mailing {
	
	export interface Outcome {
	    sent: number;
	    failed: number;
	    skipped: number;
	    left: number;
	    done: boolean;
	}

}

export namespace store {
	
	export interface Facet {
	    value: string;
	    count: number;
	}

}

export namespace talk {
	
	export interface Finding {
	    code: string;
	    where?: number;
	    args?: Record<string, string>;
	}
	export interface Place {
	    path: string;
	    example: string;
	}

}

export namespace vault {
	
	export interface NotAdded {
	    customerId: string;
	    name: string;
	    because: string;
	}
	export interface Added {
	    added: number;
	    left: NotAdded[];
	}
	export interface Alike {
	    customer: app.CustomerRow;
	    by: string[];
	}
	export interface MaskCount {
	    mask: string;
	    count: number;
	}
	export interface Anonymised {
	    counts: app.Counts;
	    masks: MaskCount[];
	    residue: number;
	}
	export interface Findings {
	    auditRows: number;
	    digest: string;
	    generation: number;
	    sequence: number;
	    files: number;
	    strays: number;
	}
	export interface KnownMail {
	    suppressed: string;
	    suppressedOn: string;
	    erasedOn: string;
	    entryId: string;
	}
	export interface ListView {
	    hidden: string[];
	    filters: app.SavedFilter[];
	}
	
	export interface Merged {
	    kept: app.Customer;
	    other: app.Customer;
	    fields: string[];
	    stayed: number;
	}
	export interface Moves {
	    table: string;
	    count: number;
	}
	
	export interface Undone {
	    removed: number;
	    restored: number;
	    kept: number;
	}
	export interface VisitorNumbers {
	    all: number;
	    due: number;
	    until: string;
	    rule: app.Rule;
	    keptUntil: string;
	}

}

