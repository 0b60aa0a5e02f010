-- +goose Up
-- The newest day of a contact that has gone because its own time was over: the
-- card was needed then, and does not go sooner because its conversations went.
ALTER TABLE customers ADD COLUMN contacted_on TEXT NOT NULL DEFAULT '';
CREATE INDEX attachments_recording ON attachments (contact_key) WHERE recording = 1;
CREATE INDEX visits_telling ON visits (on_day)
    WHERE (visitor <> '' OR at_time <> '' OR referrer <> '' OR browser <> '' OR place <> '');

-- Retention runs: what was approved and what went, in figures and random ids. The
-- figures are JSON (app.Run), so that a certificate can be printed again.
CREATE TABLE runs (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    on_day     TEXT NOT NULL,
    began_at   TEXT NOT NULL,
    ended_at   TEXT NOT NULL,
    state      TEXT NOT NULL,
    automatic  INTEGER NOT NULL,
    digest     TEXT NOT NULL,
    records    INTEGER NOT NULL,
    done       INTEGER NOT NULL,
    unsearched INTEGER NOT NULL,
    residue    INTEGER NOT NULL,
    counts     TEXT NOT NULL,
    classes    TEXT NOT NULL,
    kept       TEXT NOT NULL,
    rules      TEXT NOT NULL,
    ledger     TEXT NOT NULL
) STRICT;

-- What was approved, by class and random id, while the run is not at its end: it
-- is what a run that the machine stopped in the middle goes on with.
CREATE TABLE run_records (
    key     INTEGER PRIMARY KEY,
    run_key INTEGER NOT NULL REFERENCES runs (key) ON DELETE RESTRICT,
    class   TEXT NOT NULL,
    record  TEXT NOT NULL,
    done    INTEGER NOT NULL
) STRICT;
CREATE INDEX run_records_run ON run_records (run_key, done, key);

-- Up to which line the log is being cut right now; empty at all other times.
CREATE TABLE pruning (
    key INTEGER PRIMARY KEY
) STRICT;

DROP TRIGGER audit_no_delete;
-- +goose StatementBegin
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM pruning WHERE key >= OLD.seq)
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;
-- +goose StatementEnd
