-- +goose Up
-- Every table is STRICT. "key" is the row's place inside this file (small joins,
-- and the row id of the search index); "id" is the random name by which the rest
-- of the program and the audit log know the row. Nothing cascades: rows go by the
-- erase path or not at all. *_key columns are worked out from their neighbours.

CREATE TABLE customers (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    number       TEXT NOT NULL COLLATE NOCASE UNIQUE,
    designation  TEXT NOT NULL COLLATE NOCASE,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    business_id  TEXT NOT NULL,
    street       TEXT NOT NULL,
    postcode     TEXT NOT NULL,
    town         TEXT NOT NULL COLLATE NOCASE,
    country      TEXT NOT NULL,
    phone        TEXT NOT NULL,
    email        TEXT NOT NULL COLLATE NOCASE,
    language     TEXT NOT NULL,
    created_on   TEXT NOT NULL,
    corrected_on TEXT NOT NULL,
    name_key     TEXT NOT NULL,
    phone_key    TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX customers_designation ON customers (designation) WHERE designation <> '';
CREATE INDEX customers_number_order ON customers (number GLOB '*[^0-9]*', number + 0, number);
CREATE INDEX customers_name ON customers (name_key);
CREATE INDEX customers_town ON customers (town);
CREATE INDEX customers_email ON customers (email) WHERE email <> '';
CREATE INDEX customers_phone ON customers (phone_key) WHERE phone_key <> '';
CREATE INDEX customers_business_id ON customers (business_id) WHERE business_id <> '';

CREATE TABLE contact_persons (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    role         TEXT NOT NULL,
    name         TEXT NOT NULL,
    phone        TEXT NOT NULL,
    email        TEXT NOT NULL
) STRICT;
CREATE INDEX contact_persons_customer ON contact_persons (customer_key);

CREATE TABLE contacts (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    on_day       TEXT NOT NULL,
    channel      TEXT NOT NULL,
    direction    TEXT NOT NULL,
    text         TEXT NOT NULL,
    mass         INTEGER NOT NULL,
    recorded_at  TEXT NOT NULL
) STRICT;
CREATE INDEX contacts_customer ON contacts (customer_key, on_day, mass);
CREATE INDEX contacts_mass ON contacts (customer_key, on_day) WHERE mass = 1;

CREATE TABLE deliveries (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    on_day       TEXT NOT NULL,
    product      TEXT NOT NULL,
    quantity     TEXT NOT NULL
) STRICT;
CREATE INDEX deliveries_customer ON deliveries (customer_key, on_day);

-- The ledger of marketing permissions is only ever added to (GDPR Art. 7(1)).
CREATE TABLE consents (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    given        INTEGER NOT NULL,
    on_day       TEXT NOT NULL,
    channel      TEXT NOT NULL,
    wording      TEXT NOT NULL,
    source       TEXT NOT NULL,
    recorded_by  TEXT NOT NULL,
    recorded_at  TEXT NOT NULL
) STRICT;
CREATE INDEX consents_customer ON consents (customer_key, on_day);

CREATE TABLE holds (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    reason       TEXT NOT NULL,
    placed_on    TEXT NOT NULL,
    review_on    TEXT NOT NULL,
    lifted_on    TEXT NOT NULL
) STRICT;
CREATE INDEX holds_customer ON holds (customer_key);

CREATE TABLE import_batches (
    key       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    at        TEXT NOT NULL,
    source    TEXT NOT NULL,
    digest    TEXT NOT NULL,
    added     INTEGER NOT NULL,
    updated   INTEGER NOT NULL,
    skipped   INTEGER NOT NULL,
    undone_at TEXT NOT NULL
) STRICT;

-- before: the previous values of an updated row as JSON, so that an import can be
-- undone; they are as personal as the row and go with the customer. after: a check
-- value of the row as the import left it, which shows whether it changed since.
CREATE TABLE import_rows (
    key          INTEGER PRIMARY KEY,
    batch_key    INTEGER NOT NULL REFERENCES import_batches (key) ON DELETE RESTRICT,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    table_name   TEXT NOT NULL,
    row_id       TEXT NOT NULL,
    did          TEXT NOT NULL,
    line         INTEGER NOT NULL,
    before       TEXT NOT NULL,
    after        TEXT NOT NULL
) STRICT;
CREATE INDEX import_rows_batch ON import_rows (batch_key);
CREATE INDEX import_rows_customer ON import_rows (customer_key);

-- The customers that the erase path is erasing right now; empty at all other times.
CREATE TABLE erasing (
    customer_key INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- hash = SHA-256 over the previous hash and this row: see audit.go. AUTOINCREMENT
-- remembers the highest seq, so that a log cut short is noticed.
CREATE TABLE audit (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    at     TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    fields TEXT NOT NULL,
    sealed BLOB NOT NULL,
    hash   BLOB NOT NULL
) STRICT;
CREATE INDEX audit_object ON audit (object) WHERE object <> '';

-- What may have to be erased later stands here, and in audit only as
-- SHA-256(salt, payload): deleting the row leaves the chain verifiable.
CREATE TABLE audit_sealed (
    seq     INTEGER PRIMARY KEY REFERENCES audit (seq) ON DELETE RESTRICT,
    salt    BLOB NOT NULL,
    payload TEXT NOT NULL
) STRICT;

-- The search indexes hold no text of their own (content=''), no positions and no
-- sizes. The words are cut and folded by the program (words.go): "ascii" then cuts
-- exactly there, since every letter beyond ASCII is a token character to it.
CREATE VIRTUAL TABLE card_search USING fts5 (
    number, name, persons, place, phone, email,
    content = '', columnsize = 0, detail = 'column', tokenize = 'ascii', prefix = '2 3 4 5'
);
CREATE VIRTUAL TABLE contact_search USING fts5 (
    text,
    content = '', columnsize = 0, detail = 'none', tokenize = 'ascii', prefix = '3'
);

-- +goose StatementBegin
CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents
BEGIN
    SELECT RAISE(ABORT, 'consents are append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE customer_key = OLD.customer_key)
BEGIN
    SELECT RAISE(ABORT, 'consents are append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;
-- +goose StatementEnd
