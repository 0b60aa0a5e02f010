-- +goose Up
-- Letters that went out because of a request. What one said is proven by its sum;
-- its text is not kept. The rows name nobody and stay as long as the request's
-- file: they are the proof that the person was answered.
CREATE TABLE letters (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    request_key INTEGER NOT NULL REFERENCES requests (key) ON DELETE RESTRICT,
    kind        TEXT NOT NULL,
    language    TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    way         TEXT NOT NULL,
    pages       INTEGER NOT NULL,
    sha256      TEXT NOT NULL
) STRICT;
CREATE INDEX letters_request ON letters (request_key);
