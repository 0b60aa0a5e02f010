-- +goose Up
-- Where, besides the vault, data of customers lie, and who has them.
CREATE TABLE places (
    key       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    kind      TEXT NOT NULL,
    name      TEXT NOT NULL,
    recipient INTEGER NOT NULL,
    processor INTEGER NOT NULL,
    email     TEXT NOT NULL,
    contents  TEXT NOT NULL,
    country   TEXT NOT NULL,
    safeguard TEXT NOT NULL,
    days      INTEGER NOT NULL,
    ended_on  TEXT NOT NULL
) STRICT;

-- What is to be done outside the vault because of what was done in it. No key
-- leads to the customer: the task outlives the card. about says of whom it is, in
-- words that are forgotten when it is done; object is the card's random id, or
-- empty; recipient names one that is no place: out of the log of disclosures.
CREATE TABLE tasks (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    place_key  INTEGER REFERENCES places (key) ON DELETE RESTRICT,
    copy_key   INTEGER REFERENCES copies (key) ON DELETE RESTRICT,
    recipient  TEXT NOT NULL,
    request_id TEXT NOT NULL,
    run_id     TEXT NOT NULL,
    object     TEXT NOT NULL,
    about      TEXT NOT NULL,
    added_on   TEXT NOT NULL,
    due_on     TEXT NOT NULL,
    done_on    TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    note       TEXT NOT NULL
) STRICT;
CREATE INDEX tasks_open ON tasks (due_on) WHERE done_on = '';
CREATE INDEX tasks_request ON tasks (request_id) WHERE request_id <> '';
CREATE INDEX tasks_run ON tasks (run_id) WHERE run_id <> '';
CREATE INDEX tasks_place ON tasks (place_key);
CREATE INDEX tasks_copy ON tasks (copy_key);
