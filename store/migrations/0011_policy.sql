-- +goose Up
-- What the firm has promised to keep for how long. Only ever added to: what was
-- promised when must stay readable (GDPR Art. 5(2)).
CREATE TABLE policy_rules (
    key          INTEGER PRIMARY KEY,
    class        TEXT NOT NULL,
    counted_from TEXT NOT NULL,
    months       INTEGER NOT NULL,
    longest      INTEGER NOT NULL,
    disposal     TEXT NOT NULL,
    basis        TEXT NOT NULL,
    source       TEXT NOT NULL,
    since        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    set_at       TEXT NOT NULL
) STRICT;
