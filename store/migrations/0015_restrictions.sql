-- +goose Up
-- Restrictions of processing (GDPR Art. 18), and every use that was made of
-- restricted data all the same. request_id is the request that a restriction came
-- from, empty where there is none; lifted_on is empty while it stands.
CREATE TABLE restrictions (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    request_id   TEXT NOT NULL,
    ground       TEXT NOT NULL,
    scope        TEXT NOT NULL,
    from_day     TEXT NOT NULL,
    review_on    TEXT NOT NULL,
    notice_on    TEXT NOT NULL,
    lifted_on    TEXT NOT NULL
) STRICT;
CREATE INDEX restrictions_customer ON restrictions (customer_key, from_day);
CREATE INDEX restrictions_standing ON restrictions (customer_key) WHERE lifted_on = '';

CREATE TABLE restriction_uses (
    key             INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    restriction_key INTEGER NOT NULL REFERENCES restrictions (key) ON DELETE RESTRICT,
    customer_key    INTEGER NOT NULL REFERENCES customers (key) ON DELETE RESTRICT,
    on_day          TEXT NOT NULL,
    ground          TEXT NOT NULL,
    what            TEXT NOT NULL,
    reason          TEXT NOT NULL
) STRICT;
CREATE INDEX restriction_uses_customer ON restriction_uses (customer_key, on_day);
CREATE INDEX restriction_uses_restriction ON restriction_uses (restriction_key);
