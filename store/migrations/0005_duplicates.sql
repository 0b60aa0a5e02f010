-- +goose Up
-- By what cards are compared with each other: see app.Customer.Signs.
ALTER TABLE customers ADD COLUMN same_name TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN same_street TEXT NOT NULL DEFAULT '';
CREATE INDEX customers_same_name ON customers (same_name) WHERE same_name <> '';

-- Pairs of cards that the owner has said are two people. They are ids, not keys:
-- a card that was merged and comes back has its id and nothing else again.
CREATE TABLE different (
    key   INTEGER PRIMARY KEY,
    one   TEXT NOT NULL,
    other TEXT NOT NULL,
    UNIQUE (one, other)
) STRICT;

-- The ids of cards that were merged into this one: what the log tells of them is
-- part of its history.
CREATE TABLE former_ids (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT
) STRICT;
CREATE INDEX former_ids_customer ON former_ids (customer_key);

-- What it takes to take a merge back, until the next retention run: the kept card
-- before and after, and the card that went, as JSON. number is the one that went.
CREATE TABLE merges (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    at           TEXT NOT NULL,
    number       TEXT NOT NULL COLLATE NOCASE,
    before       TEXT NOT NULL,
    after        TEXT NOT NULL,
    other        TEXT NOT NULL
) STRICT;
CREATE INDEX merges_customer ON merges (customer_key);

-- The rows that moved: by what they are known in their table, and a sum of them
-- that shows whether they changed since.
CREATE TABLE merge_rows (
    key          INTEGER PRIMARY KEY,
    merge_key    INTEGER NOT NULL REFERENCES merges (key) ON DELETE RESTRICT,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    table_name   TEXT NOT NULL,
    row_key      TEXT NOT NULL,
    sum          TEXT NOT NULL
) STRICT;
CREATE INDEX merge_rows_merge ON merge_rows (merge_key);
CREATE INDEX merge_rows_customer ON merge_rows (customer_key);

-- From which card to which rows are moving right now; empty at all other times.
CREATE TABLE merging (
    customer_key INTEGER PRIMARY KEY,
    into_key     INTEGER NOT NULL
) STRICT;

-- A row of the ledger of permissions may change its owner while cards are merged,
-- and nothing else of it ever.
DROP TRIGGER consents_no_update;
-- +goose StatementBegin
CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents
WHEN NOT EXISTS (SELECT 1 FROM merging WHERE customer_key = OLD.customer_key AND into_key = NEW.customer_key)
    OR NEW.key IS NOT OLD.key OR NEW.id IS NOT OLD.id OR NEW.given IS NOT OLD.given OR NEW.on_day IS NOT OLD.on_day
    OR NEW.channel IS NOT OLD.channel OR NEW.wording IS NOT OLD.wording OR NEW.source IS NOT OLD.source
    OR NEW.recorded_by IS NOT OLD.recorded_by OR NEW.recorded_at IS NOT OLD.recorded_at
BEGIN
    SELECT RAISE(ABORT, 'consents are append-only');
END;
-- +goose StatementEnd
