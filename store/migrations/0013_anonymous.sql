-- +goose Up
-- Why a hold stands: dispute, receivable, authority, complaint, other.
ALTER TABLE holds ADD COLUMN kind TEXT NOT NULL DEFAULT 'other';

-- One recording that is kept longer than its class, for a reason.
CREATE TABLE extensions (
    key            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    attachment_key INTEGER NOT NULL UNIQUE REFERENCES attachments (key) ON DELETE RESTRICT,
    customer_key   INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    until          TEXT NOT NULL,
    reason         TEXT NOT NULL,
    placed_on      TEXT NOT NULL
) STRICT;
CREATE INDEX extensions_customer ON extensions (customer_key);

-- Conversations that stay without whose they are. A row refers to nothing, and
-- has no place of its own either: rows lie in the order of their random ids, so
-- that the order in which they came tells nothing. month is YYYY-MM; text has
-- marks such as ⟦customer⟧ in it; spared is what the owner left in, and why, as
-- JSON.
CREATE TABLE anonymous (
    id        TEXT PRIMARY KEY,
    month     TEXT NOT NULL,
    channel   TEXT NOT NULL,
    direction TEXT NOT NULL,
    purpose   TEXT NOT NULL,
    text      TEXT NOT NULL,
    spared    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX anonymous_month ON anonymous (month);
