-- +goose Up
-- Which column of a file is which field, as somebody chose it by hand: offered
-- again for the next file with the same headings. headings is a sum of them, and
-- fields are the names of our fields by column: nothing of what the file holds.
CREATE TABLE import_mappings (
    key      INTEGER PRIMARY KEY,
    register TEXT NOT NULL,
    headings TEXT NOT NULL,
    fields   TEXT NOT NULL,
    UNIQUE (register, headings)
) STRICT;
