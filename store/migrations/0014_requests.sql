-- +goose Up
-- What data subjects have asked for (GDPR Art. 12). The file itself says nothing
-- of who asked: it stays for its own time, as the firm's proof that it answered.
CREATE TABLE requests (
    key           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    number        TEXT NOT NULL UNIQUE,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL,
    received      TEXT NOT NULL,
    channel       TEXT NOT NULL,
    marketing     INTEGER NOT NULL,
    verified_on   TEXT NOT NULL,
    method        TEXT NOT NULL,
    extended_on   TEXT NOT NULL,
    outcome       TEXT NOT NULL,
    refuse_ground TEXT NOT NULL,
    closed_on     TEXT NOT NULL
) STRICT;
CREATE INDEX requests_open ON requests (received) WHERE closed_on = '';
CREATE INDEX requests_closed ON requests (closed_on) WHERE closed_on <> '';

-- Who asked, of which customer, and in which words. The row goes with the
-- customer, or with the request where there is no card.
CREATE TABLE request_people (
    key            INTEGER PRIMARY KEY,
    request_key    INTEGER NOT NULL UNIQUE REFERENCES requests (key) ON DELETE RESTRICT,
    customer_key   INTEGER REFERENCES customers (key) ON DELETE RESTRICT,
    name           TEXT NOT NULL,
    address        TEXT NOT NULL,
    email          TEXT NOT NULL,
    phone          TEXT NOT NULL,
    language       TEXT NOT NULL,
    representative TEXT NOT NULL,
    authority      TEXT NOT NULL,
    words          TEXT NOT NULL,
    scope          TEXT NOT NULL,
    verified_note  TEXT NOT NULL,
    extend_reason  TEXT NOT NULL,
    reason         TEXT NOT NULL
) STRICT;
CREATE INDEX request_people_customer ON request_people (customer_key) WHERE customer_key IS NOT NULL;

-- What was done when, in the owner's words: gone together with who asked.
CREATE TABLE request_events (
    key         INTEGER PRIMARY KEY,
    request_key INTEGER NOT NULL REFERENCES requests (key) ON DELETE RESTRICT,
    on_day      TEXT NOT NULL,
    what        TEXT NOT NULL,
    note        TEXT NOT NULL
) STRICT;
CREATE INDEX request_events_request ON request_events (request_key);

-- The times in which the clock waited for the person: they belong to the file,
-- for without them nobody could tell whether the answer was in time.
CREATE TABLE request_pauses (
    key         INTEGER PRIMARY KEY,
    request_key INTEGER NOT NULL REFERENCES requests (key) ON DELETE RESTRICT,
    from_day    TEXT NOT NULL,
    to_day      TEXT NOT NULL,
    why         TEXT NOT NULL
) STRICT;
CREATE INDEX request_pauses_request ON request_pauses (request_key);
