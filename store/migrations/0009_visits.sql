-- +goose Up
-- Visits to the firm's site. No key leads from here to a customer, and none may.
CREATE TABLE visits (
    key       INTEGER PRIMARY KEY,
    batch_key INTEGER NOT NULL REFERENCES import_batches (key) ON DELETE RESTRICT,
    origin    TEXT NOT NULL,
    on_day    TEXT NOT NULL,
    at_time   TEXT NOT NULL,
    visitor   TEXT NOT NULL,
    page      TEXT NOT NULL,
    title     TEXT NOT NULL,
    seconds   INTEGER NOT NULL,
    referrer  TEXT NOT NULL,
    browser   TEXT NOT NULL,
    place     TEXT NOT NULL
) STRICT;
CREATE INDEX visits_day ON visits (origin, on_day);
CREATE INDEX visits_batch ON visits (batch_key);
CREATE INDEX visits_visitor ON visits (visitor, on_day, at_time) WHERE visitor <> '';

-- Statistics that were counted elsewhere.
CREATE TABLE visit_counts (
    key       INTEGER PRIMARY KEY,
    batch_key INTEGER NOT NULL REFERENCES import_batches (key) ON DELETE RESTRICT,
    origin    TEXT NOT NULL,
    from_day  TEXT NOT NULL,
    to_day    TEXT NOT NULL,
    by        TEXT NOT NULL,
    name      TEXT NOT NULL,
    views     INTEGER NOT NULL,
    visitors  INTEGER NOT NULL
) STRICT;
CREATE INDEX visit_counts_what ON visit_counts (origin, by, from_day, to_day, name);
CREATE INDEX visit_counts_batch ON visit_counts (batch_key);
