-- +goose Up
-- The history over all customers is read by day, and by what is rare in it.
CREATE INDEX contacts_channel ON contacts (channel, on_day, key);
CREATE INDEX contacts_purpose ON contacts (purpose, on_day, key) WHERE purpose <> '';
CREATE INDEX contacts_waiting_customer ON contacts (customer_key) WHERE waiting = 1;

-- How many contacts of each sort a day has. A list of a million of them is
-- counted, and a place in its middle found, without walking through it. Only the
-- triggers below write here; a day without contacts has no row.
CREATE TABLE contact_days (
    on_day    TEXT NOT NULL,
    channel   TEXT NOT NULL,
    direction TEXT NOT NULL,
    purpose   TEXT NOT NULL,
    n         INTEGER NOT NULL,
    PRIMARY KEY (on_day, channel, direction, purpose)
) STRICT, WITHOUT ROWID;
INSERT INTO contact_days SELECT on_day, channel, direction, purpose, count(*) FROM contacts GROUP BY 1, 2, 3, 4;

-- +goose StatementBegin
CREATE TRIGGER contact_days_added AFTER INSERT ON contacts
BEGIN
    INSERT INTO contact_days (on_day, channel, direction, purpose, n)
        VALUES (NEW.on_day, NEW.channel, NEW.direction, NEW.purpose, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER contact_days_taken AFTER DELETE ON contacts
BEGIN
    UPDATE contact_days SET n = n - 1
        WHERE on_day = OLD.on_day AND channel = OLD.channel AND direction = OLD.direction AND purpose = OLD.purpose;
    DELETE FROM contact_days
        WHERE on_day = OLD.on_day AND channel = OLD.channel AND direction = OLD.direction AND purpose = OLD.purpose AND n = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER contact_days_moved AFTER UPDATE OF on_day, channel, direction, purpose ON contacts
BEGIN
    UPDATE contact_days SET n = n - 1
        WHERE on_day = OLD.on_day AND channel = OLD.channel AND direction = OLD.direction AND purpose = OLD.purpose;
    DELETE FROM contact_days
        WHERE on_day = OLD.on_day AND channel = OLD.channel AND direction = OLD.direction AND purpose = OLD.purpose AND n = 0;
    INSERT INTO contact_days (on_day, channel, direction, purpose, n)
        VALUES (NEW.on_day, NEW.channel, NEW.direction, NEW.purpose, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd

-- The firm's own answers, with places for what stands on a card.
CREATE TABLE templates (
    key      INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL COLLATE NOCASE UNIQUE,
    subject  TEXT NOT NULL,
    body     TEXT NOT NULL,
    channel  TEXT NOT NULL,
    language TEXT NOT NULL
) STRICT;
