-- +goose Up
-- Files that the owner took out of the register, so that they can be looked after:
-- each is a copy that deleting here does not reach. file is its name without the
-- directory, gone_on the day on which the owner says it was destroyed.
CREATE TABLE copies (
    key     INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    what    TEXT NOT NULL,
    format  TEXT NOT NULL,
    rows    INTEGER NOT NULL,
    file    TEXT NOT NULL,
    gone_on TEXT NOT NULL
) STRICT;
