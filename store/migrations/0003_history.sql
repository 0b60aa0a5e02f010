-- +goose Up
-- A contact tells more of itself: at what time, with whom, about what, and
-- whether it waits for an answer. source_key is a sum by which a file that is
-- brought in again is recognised; thread_key binds the days of one conversation.
ALTER TABLE contacts ADD COLUMN at_time      TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN who          TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN handled_by   TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN subject      TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN purpose      TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN seconds      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN waiting      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN follow_up_on TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN source_key   TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN thread_key   TEXT NOT NULL DEFAULT '';
CREATE INDEX contacts_day ON contacts (on_day, key);
CREATE INDEX contacts_waiting ON contacts (follow_up_on, on_day) WHERE waiting = 1;
CREATE INDEX contacts_source ON contacts (source_key) WHERE source_key <> '';
CREATE INDEX contacts_thread ON contacts (thread_key, on_day) WHERE thread_key <> '';

-- What was said in a contact that is a conversation: a chat, text messages, an
-- exchange in social media. at_time is the wall clock on the contact's day.
CREATE TABLE messages (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    contact_key  INTEGER NOT NULL REFERENCES contacts (key) ON DELETE RESTRICT,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    at_time      TEXT NOT NULL,
    role         TEXT NOT NULL,
    author       TEXT NOT NULL,
    kind         TEXT NOT NULL,
    text         TEXT NOT NULL,
    internal     INTEGER NOT NULL,
    edited       INTEGER NOT NULL,
    file_name    TEXT NOT NULL,
    seconds      INTEGER NOT NULL,
    source_key   TEXT NOT NULL
) STRICT;
CREATE INDEX messages_contact ON messages (contact_key);
CREATE INDEX messages_customer ON messages (customer_key);
CREATE INDEX messages_source ON messages (source_key) WHERE source_key <> '';

-- What a web page learnt about the visitor's machine (IP address, browser, page):
-- only where the owner chose to keep it, apart from the card, with a time of its own.
CREATE TABLE technical (
    key          INTEGER PRIMARY KEY,
    contact_key  INTEGER NOT NULL REFERENCES contacts (key) ON DELETE RESTRICT,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    name         TEXT NOT NULL,
    value        TEXT NOT NULL
) STRICT;
CREATE INDEX technical_contact ON technical (contact_key);
CREATE INDEX technical_customer ON technical (customer_key);

-- The bytes lie in blobs/<id>.age beside the database.
CREATE TABLE attachments (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    contact_key  INTEGER NOT NULL REFERENCES contacts (key) ON DELETE RESTRICT,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    name         TEXT NOT NULL,
    media_type   TEXT NOT NULL,
    size         INTEGER NOT NULL,
    sha256       TEXT NOT NULL,
    recording    INTEGER NOT NULL,
    added_at     TEXT NOT NULL
) STRICT;
CREATE INDEX attachments_contact ON attachments (contact_key);
CREATE INDEX attachments_customer ON attachments (customer_key);

-- To whom something about the customer was given.
CREATE TABLE disclosures (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    on_day       TEXT NOT NULL,
    what         TEXT NOT NULL,
    recipient    TEXT NOT NULL,
    means        TEXT NOT NULL,
    basis        TEXT NOT NULL,
    recorded_at  TEXT NOT NULL
) STRICT;
CREATE INDEX disclosures_customer ON disclosures (customer_key, on_day);

-- Which register an import filled: customers, contacts, deliveries, mailing, chats, mail, visits.
ALTER TABLE import_batches ADD COLUMN register TEXT NOT NULL DEFAULT 'customers';
