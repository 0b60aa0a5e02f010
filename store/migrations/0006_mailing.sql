-- +goose Up
-- The e-mail list. An entry may belong to a card or stand alone; then it is a
-- data subject of its own. batch_key names the import that brought it.
CREATE TABLE list_entries (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    customer_key INTEGER REFERENCES customers (key) ON DELETE RESTRICT,
    batch_key    INTEGER REFERENCES import_batches (key) ON DELETE RESTRICT,
    email        TEXT NOT NULL COLLATE NOCASE UNIQUE,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    language     TEXT NOT NULL,
    origin       TEXT NOT NULL,
    work_duties  TEXT NOT NULL,
    sold_on      TEXT NOT NULL,
    sold_what    TEXT NOT NULL,
    told         INTEGER NOT NULL,
    added_on     TEXT NOT NULL
) STRICT;
CREATE INDEX list_entries_customer ON list_entries (customer_key) WHERE customer_key IS NOT NULL;
CREATE INDEX list_entries_batch ON list_entries (batch_key) WHERE batch_key IS NOT NULL;

-- The entries' own ledger, only ever added to (GDPR Art. 7(1)).
CREATE TABLE list_consents (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    entry_key   INTEGER NOT NULL REFERENCES list_entries (key) ON DELETE RESTRICT,
    given       INTEGER NOT NULL,
    on_day      TEXT NOT NULL,
    channel     TEXT NOT NULL,
    wording     TEXT NOT NULL,
    version     TEXT NOT NULL,
    source      TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX list_consents_entry ON list_consents (entry_key, on_day);

-- The versions of the text by which the firm asks for consent.
CREATE TABLE wordings (
    key      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL COLLATE NOCASE,
    version  INTEGER NOT NULL,
    language TEXT NOT NULL,
    text     TEXT NOT NULL,
    added_on TEXT NOT NULL,
    UNIQUE (name, version)
) STRICT;

-- Addresses that must not be written to again, as keyed hashes alone: they stay
-- when everything else of the person has gone.
CREATE TABLE suppressions (
    hash   TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    on_day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mailings (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    goods      TEXT NOT NULL,
    state      TEXT NOT NULL,
    recipients INTEGER NOT NULL,
    sent       INTEGER NOT NULL,
    failed     INTEGER NOT NULL,
    skipped    INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    ended_at   TEXT NOT NULL
) STRICT;

-- One row per recipient, written before and after each message: what stands at
-- "sending" when the program starts may have gone out or not.
CREATE TABLE sends (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    mailing_key INTEGER NOT NULL REFERENCES mailings (key) ON DELETE RESTRICT,
    entry_key   INTEGER NOT NULL REFERENCES list_entries (key) ON DELETE RESTRICT,
    email       TEXT NOT NULL,
    state       TEXT NOT NULL,
    mode        TEXT NOT NULL,
    message_id  TEXT NOT NULL,
    code        TEXT NOT NULL,
    at          TEXT NOT NULL
) STRICT;
CREATE INDEX sends_mailing ON sends (mailing_key, state, key);
CREATE INDEX sends_entry ON sends (entry_key);

-- The entries that the erase path is erasing right now; empty at all other times.
CREATE TABLE erasing_entries (
    entry_key INTEGER PRIMARY KEY
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER list_consents_no_update BEFORE UPDATE ON list_consents
BEGIN
    SELECT RAISE(ABORT, 'consents are append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER list_consents_no_delete BEFORE DELETE ON list_consents
WHEN NOT EXISTS (SELECT 1 FROM erasing_entries WHERE entry_key = OLD.entry_key)
BEGIN
    SELECT RAISE(ABORT, 'consents are append-only');
END;
-- +goose StatementEnd
