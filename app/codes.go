package app

// codes are all error codes and import findings. A code is added here first;
// it is never renamed or given another meaning.
var codes = []string{
	// anything
	"internal", "not-found", "required", "too-long", "invalid", "duplicate", "usage", "cancelled", "not-available",
	"day-invalid", "time-invalid", "day-future", "day-past", "choice-invalid", "control-characters",
	// customers
	"number-taken", "designation-taken", "name-missing", "business-id-check", "business-id-form",
	"postcode-odd", "phone-odd", "email-form", "hetu-found", "country-form", "quantity-form",
	"number-series", "filter-name-taken",
	// templates
	"template-field", "name-taken", "too-many-contacts",
	// letters of a request
	"letter-unfilled",
	// merging
	"merge-itself", "merge-none",
	// retention
	"digest-changed", "count-mismatch", "hold-reason-missing", "hold-open", "hold-none", "clock-back", "clock-ahead", "residue-found", "nothing-due",
	"consent-unproven", "rule-below-law", "rule-above-cap", "rule-reason-missing", "rule-longest-shorter", "rule-fixed",
	"extension-cap", "extension-short", "extension-reason-missing", "extension-none", "anonymise-held", "anonymise-incomplete", "spare-reason-missing",
	// requests of data subjects
	"request-nobody", "request-verified", "request-extended", "request-absolute", "request-identity-unasked", "request-identity",
	"request-not-erased", "request-day-before", "request-closed", "request-step", "request-open",
	"find-certain", "finds-open", "erase-not-asked", "erase-nothing", "request-not-restricted",
	// restrictions, and what is to be done outside the vault
	"restricted", "restriction-none", "lift-notice-missing", "task-done", "place-ended",
	// the vault
	"vault-none", "vault-exists", "vault-not-empty", "vault-damaged", "vault-newer", "vault-in-use", "vault-locked", "vault-older-than-seen",
	"vault-read-only", "disk-full", "disk-failed", "passphrase-wrong", "key-file-changed", "passphrase-weak", "passphrase-same", "recovery-key-wrong", "recovery-groups-wrong", "recovery-unconfirmed",
	"file-unreadable", "file-unwritable", "file-exists",
	// the e-mail list
	"mail-suppressed", "mail-nobody", "mail-changed", "mail-begun", "mail-unsure", "mail-no-sender", "mail-no-opt-out",
	"mail-server-missing", "mail-plain", "mail-connect", "mail-tls", "mail-login", "mail-refused", "mail-stopped",
	"import-no-email-column", "import-suppressed", "import-refused",
	// files that hang on contacts
	"attachment-too-large", "attachment-too-many", "attachment-none", "transcript-empty",
	// imports
	"import-empty", "import-too-large", "import-charset", "import-format-unknown", "import-delimiter", "import-no-name-column", "import-row-ragged", "import-cell-long",
	"import-duplicate-number", "import-duplicate-row", "import-exists", "import-erased-before", "import-formula", "import-consent-unproven", "import-consent-existing",
	"import-changed-since", "import-batch-undone", "import-column-twice", "import-file-changed", "import-second-value", "postcode-zeros-restored", "too-many-rows", "import-visits-unknown",
	"import-us-unknown", "import-nobody", "import-person-unknown", "import-name-match", "import-several", "import-left-out", "import-known",
	"import-empty-conversation", "import-text-cut", "hetu-masked", "import-customer-unknown", "import-column-missing",
	"import-card-broken", "import-card-nameless",
	"import-outlook-mail", "import-outlook-store", "import-mail-bulk", "import-mail-report", "import-mail-large", "import-mail-unread", "import-mail-others",
}
