-- +goose Up
-- What was found of the person who asks, line by line, and what the owner said of
-- it. There are codes, ids and days here and no words: a line is read from the
-- register anew whenever it is shown. A request is known by its id; record is the
-- row's id, or the card's where the line stands for all rows of a card.
CREATE TABLE finds (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    request_id  TEXT NOT NULL,
    register    TEXT NOT NULL,
    record      TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    n           INTEGER NOT NULL,
    from_day    TEXT NOT NULL,
    to_day      TEXT NOT NULL,
    matched     TEXT NOT NULL,
    same        TEXT NOT NULL,
    certain     INTEGER NOT NULL,
    aside       TEXT NOT NULL,
    UNIQUE (request_id, register, record, aside)
) STRICT;
CREATE INDEX finds_customer ON finds (customer_id) WHERE customer_id <> '';

-- Places in texts that the person does not get to see (GDPR Art. 15(4)), in
-- characters. A reason is a code or the owner's words.
CREATE TABLE redactions (
    key         INTEGER PRIMARY KEY,
    find_key    INTEGER NOT NULL REFERENCES finds (key) ON DELETE RESTRICT,
    record      TEXT NOT NULL,
    column_name TEXT NOT NULL,
    start_at    INTEGER NOT NULL,
    end_at      INTEGER NOT NULL,
    reason      TEXT NOT NULL
) STRICT;
CREATE INDEX redactions_find ON redactions (find_key);

-- Whoever speaks in a conversation is looked for by name.
CREATE INDEX messages_author ON messages (author) WHERE author <> '';

-- What an erasure on request did: figures and codes as JSON, no names. residue is
-- -1 until the bytes were searched.
CREATE TABLE erasures (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    request_id TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    residue    INTEGER NOT NULL
) STRICT;
CREATE INDEX erasures_request ON erasures (request_id);
