package app

import "slices"

// The map itself: tables in the order of erasing, columns in the order in which
// they are shown. A column that is not here fails the build.
//
// shown columns are in the copy of Art. 15(3). given ones are in the one of
// Art. 20 too: what the customer gave, not what the firm or the program added.
var dataMap = slices.Concat(
	// The search indexes keep the words of what the tables below hold. They are
	// filled and emptied together with them, and never shown by themselves.
	table("card_search", ClassCustomer, DeleteRow,
		of(OfCustomer, Identity, hidden, "number"),
		of(OfCustomer, Identity, hidden, "name"),
		of(OfContactPerson, Identity, hidden, "persons"),
		of(OfCustomer, ContactDetails, hidden, "place"),
		of(OfCustomer, ContactDetails, hidden, "phone"),
		of(OfCustomer, ContactDetails, hidden, "email"),
	),
	table("contact_search", ClassCustomer, DeleteRow,
		of(OfCustomer, Communication, hidden, "text"),
	),

	// What takes a merge of two cards back, until the next retention run. It is no
	// more than the cards held; what of it stays is shown on the card itself.
	table("merge_rows", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyLink, "merge_key"),
		nobody(WhyLink, "customer_key"),
		nobody(WhyWorkings, "table_name"),
		nobody(WhyLink, "row_key"),
		nobody(WhyCheckValue, "sum"),
	),
	table("merges", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Processing, hidden, "at").coded(),
		of(OfCustomer, Identity, hidden, "number"),
		of(OfCustomer, Identity, hidden, "before"),
		of(OfCustomer, Identity, hidden, "after"),
		of(OfCustomer, Identity, hidden, "other"),
	),

	// Rows of an import remember what they did to whom, so that it can be taken
	// back whole. before holds the values that an update replaced: as personal as
	// the row they were in.
	table("import_rows", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyLink, "batch_key"),
		nobody(WhyLink, "customer_key"),
		nobody(WhyWorkings, "table_name"),
		nobody(WhyLink, "row_id"),
		of(OfCustomer, Origin, shown, "did").coded(),
		nobody(WhyOrder, "line"),
		of(OfCustomer, Origin, shown, "before"),
		nobody(WhyCheckValue, "after"),
	),
	// What was sent to an address of the e-mail list, its permissions, and the entry
	// itself. An entry that belongs to no card goes alone, by the same path.
	table("sends", ClassMailing, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "mailing_key"),
		nobody(WhyLink, "entry_key"),
		of(OfCustomer, Communication, shown, "at").coded(),
		of(OfCustomer, Communication, hidden, "email"), // as the entry had it then
		of(OfCustomer, Communication, shown, "state").coded(),
		of(OfCustomer, Permissions, shown, "mode").coded(),
		nobody(WhyRandomID, "message_id"),
		nobody(WhyWorkings, "code"),
	),
	table("list_consents", ClassMailing, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "entry_key"),
		of(OfCustomer, Permissions, given, "on_day").coded(),
		of(OfCustomer, Permissions, given, "given").coded(),
		of(OfCustomer, Permissions, given, "channel").coded(),
		of(OfCustomer, Permissions, given, "wording"),
		of(OfFirm, Permissions, hidden, "version"),
		of(OfCustomer, Origin, shown, "source"),
		of(OfFirm, Processing, hidden, "recorded_by"),
		of(OfCustomer, Processing, shown, "recorded_at").coded(),
	),
	table("list_entries", ClassMailing, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_key"),
		nobody(WhyLink, "batch_key"),
		of(OfCustomer, ContactDetails, given, "email"),
		of(OfCustomer, Identity, given, "name"),
		of(OfCustomer, Identity, given, "kind").coded(),
		of(OfCustomer, Relationship, given, "language").coded(),
		of(OfCustomer, Origin, shown, "origin"),
		of(OfCustomer, Permissions, shown, "work_duties"),
		of(OfCustomer, Permissions, shown, "sold_on").coded(),
		of(OfCustomer, Permissions, shown, "sold_what"),
		of(OfCustomer, Permissions, shown, "told").coded(),
		of(OfCustomer, Relationship, shown, "added_on").coded(),
	),
	table("holds", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Retention, shown, "kind").coded(),
		of(OfCustomer, Retention, shown, "reason"),
		of(OfCustomer, Retention, shown, "placed_on").coded(),
		of(OfCustomer, Retention, shown, "review_on").coded(),
		of(OfCustomer, Retention, shown, "lifted_on").coded(),
	),
	// That the data are restricted, and what was done with them all the same, are the
	// person's to see (GDPR Art. 18).
	table("restriction_uses", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "restriction_key"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Processing, shown, "on_day").coded(),
		of(OfCustomer, Processing, shown, "ground").coded(),
		of(OfCustomer, Processing, shown, "what"),
		of(OfCustomer, Processing, shown, "reason"),
	),
	table("restrictions", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_key"),
		nobody(WhyLink, "request_id"),
		of(OfCustomer, Retention, shown, "ground").coded(),
		of(OfCustomer, Retention, shown, "scope"),
		of(OfCustomer, Retention, shown, "from_day").coded(),
		of(OfCustomer, Retention, shown, "review_on").coded(),
		of(OfCustomer, Retention, shown, "notice_on").coded(),
		of(OfCustomer, Retention, shown, "lifted_on").coded(),
	),
	// recorded_by is part of the proof that Art. 7(1) wants. It is not shown: the
	// names of those who work for the firm are not the customer's data (CJEU
	// C-579/21).
	table("consents", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Permissions, given, "on_day").coded(),
		of(OfCustomer, Permissions, given, "given").coded(),
		of(OfCustomer, Permissions, given, "channel").coded(),
		of(OfCustomer, Permissions, given, "wording"),
		of(OfCustomer, Origin, shown, "source"),
		of(OfFirm, Processing, hidden, "recorded_by"),
		of(OfCustomer, Processing, shown, "recorded_at").coded(),
	),
	table("deliveries", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Purchases, given, "on_day").coded(),
		of(OfCustomer, Purchases, given, "product"),
		of(OfCustomer, Purchases, given, "quantity").coded(),
	),
	table("technical", ClassTechnical, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyLink, "contact_key"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Technical, shown, "name").coded(),
		of(OfCustomer, Technical, shown, "value"),
	),
	// A recording that is kept longer than the others.
	table("extensions", ClassRecording, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "attachment_key"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Retention, shown, "until").coded(),
		of(OfCustomer, Retention, shown, "reason"),
		of(OfCustomer, Retention, shown, "placed_on").coded(),
	),
	table("attachments", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "contact_key"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Communication, given, "name"),
		of(OfCustomer, Communication, given, "media_type").coded(),
		of(OfCustomer, Communication, given, "size").coded(),
		nobody(WhyCheckValue, "sha256"),
		of(OfCustomer, Communication, shown, "recording").coded(),
		of(OfCustomer, Processing, shown, "added_at").coded(),
	),
	// What the firm's people wrote to one another about a conversation (internal)
	// is in the customer's copy like the rest of it; a letter to the customer
	// leaves it out. author names the firm's people too: hidden, as recorded_by is.
	table("messages", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "contact_key"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Communication, given, "at_time").coded(),
		of(OfCustomer, Communication, given, "role").coded(),
		of(OfCustomer, Communication, hidden, "author"),
		of(OfCustomer, Communication, given, "kind").coded(),
		of(OfCustomer, Communication, given, "text"),
		of(OfCustomer, Communication, shown, "internal").coded(),
		of(OfCustomer, Communication, hidden, "edited").coded(),
		of(OfCustomer, Communication, given, "file_name"),
		of(OfCustomer, Communication, given, "seconds").coded(),
		nobody(WhyCheckValue, "source_key"),
	),
	// Who asked for what, and what was done about it. It goes with the customer, but
	// for a request that is still open: whom to answer is known until it is closed.
	table("request_events", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyLink, "request_key"),
		of(OfCustomer, Processing, shown, "on_day").coded(),
		of(OfCustomer, Processing, shown, "what").coded(),
		of(OfCustomer, Processing, hidden, "note"), // what the firm noted while it worked
	),
	table("request_people", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyLink, "request_key"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Identity, shown, "name"),
		of(OfCustomer, ContactDetails, shown, "address"),
		of(OfCustomer, ContactDetails, shown, "email"),
		of(OfCustomer, ContactDetails, shown, "phone"),
		of(OfCustomer, Relationship, shown, "language").coded(),
		of(OfContactPerson, Identity, shown, "representative"),
		of(OfContactPerson, Processing, shown, "authority"),
		of(OfCustomer, Communication, shown, "words"),
		of(OfCustomer, Communication, shown, "scope"),
		of(OfCustomer, Processing, shown, "verified_note"),
		of(OfCustomer, Processing, shown, "extend_reason"),
		of(OfCustomer, Processing, shown, "reason"),
	),
	// To whom something about the customer was given (GDPR Art. 15(1)(c)).
	table("disclosures", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Processing, shown, "on_day").coded(),
		of(OfCustomer, Processing, shown, "what"),
		of(OfCustomer, Processing, shown, "recipient"),
		of(OfCustomer, Processing, shown, "means").coded(),
		of(OfCustomer, Processing, shown, "basis"),
		of(OfCustomer, Processing, shown, "recorded_at").coded(),
	),
	table("contacts", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_key"),
		of(OfCustomer, Communication, given, "on_day").coded(),
		of(OfCustomer, Communication, given, "channel").coded(),
		of(OfCustomer, Communication, given, "direction").coded(),
		of(OfCustomer, Communication, given, "text"),
		of(OfCustomer, Communication, shown, "mass").coded(),
		of(OfCustomer, Processing, shown, "recorded_at").coded(),
		of(OfCustomer, Communication, given, "at_time").coded(),
		of(OfCustomer, Communication, given, "who"),
		of(OfFirm, Communication, hidden, "handled_by"),
		of(OfCustomer, Communication, given, "subject"),
		of(OfCustomer, Communication, shown, "purpose").coded(),
		of(OfCustomer, Communication, given, "seconds").coded(),
		of(OfCustomer, Communication, shown, "waiting").coded(),
		of(OfCustomer, Communication, shown, "follow_up_on").coded(),
		nobody(WhyCheckValue, "source_key"),
		nobody(WhyCheckValue, "thread_key"),
	),
	// A contact person's particulars are that person's own: in the customer's copy
	// as far as they are the customer's too (Art. 15(4)), in no portable copy
	// (Art. 20(4)).
	table("contact_persons", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_key"),
		of(OfContactPerson, Relationship, shown, "role").coded(),
		of(OfContactPerson, Identity, shown, "name"),
		of(OfContactPerson, ContactDetails, shown, "phone"),
		of(OfContactPerson, ContactDetails, shown, "email"),
	),
	// The part of the audit log that may have to go: the log itself keeps only a
	// seal of it, and stays verifiable without.
	table("audit_sealed", ClassCustomer, DeleteRow,
		nobody(WhyLink, "seq"),
		nobody(WhyCheckValue, "salt"),
		of(OfCustomer, Processing, shown, "payload"),
	),
	table("different", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyLink, "one"),
		nobody(WhyLink, "other"),
	),
	table("former_ids", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_key"),
	),
	table("customers", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		of(OfCustomer, Identity, shown, "number"),
		of(OfCustomer, Identity, shown, "designation"),
		of(OfCustomer, Identity, given, "name"),
		of(OfCustomer, Identity, given, "kind").coded(),
		of(OfCustomer, Identity, given, "business_id"),
		of(OfCustomer, ContactDetails, given, "street"),
		of(OfCustomer, ContactDetails, given, "postcode"),
		of(OfCustomer, ContactDetails, given, "town"),
		of(OfCustomer, ContactDetails, given, "country").coded(),
		of(OfCustomer, ContactDetails, given, "phone"),
		of(OfCustomer, ContactDetails, given, "email"),
		of(OfCustomer, Relationship, given, "language").coded(),
		of(OfCustomer, Relationship, shown, "created_on").coded(),
		of(OfCustomer, Relationship, shown, "corrected_on").coded(),
		of(OfCustomer, Identity, hidden, "name_key"),          // name, for sorting
		of(OfCustomer, ContactDetails, hidden, "phone_key"),   // phone, for comparing
		of(OfCustomer, Identity, hidden, "same_name"),         // name, for comparing
		of(OfCustomer, ContactDetails, hidden, "same_street"), // street, for comparing
		// Worked out from the registers above, for sorting and counting.
		of(OfCustomer, Relationship, hidden, "needed_on").coded(),
		of(OfCustomer, Relationship, hidden, "contacted_on").coded(), // shown as the day from which the card's time is counted
		of(OfCustomer, Permissions, hidden, "marketing").coded(),
	),

	// A batch tells of a file, not of a person. But people name files after people,
	// so source is blanked when the last customer of the batch goes.
	table("import_batches", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		of(OfFirm, NoCategory, hidden, "at"),
		of(OfFirm, NoCategory, hidden, "source").erasedBy(Blank, ""),
		nobody(WhyCheckValue, "digest"),
		of(OfFirm, NoCategory, hidden, "added"),
		of(OfFirm, NoCategory, hidden, "updated"),
		of(OfFirm, NoCategory, hidden, "skipped"),
		of(OfFirm, NoCategory, hidden, "undone_at"),
		of(OfFirm, NoCategory, hidden, "register"),
	),
	table("copies", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		of(OfFirm, NoCategory, hidden, "made_at"),
		of(OfFirm, NoCategory, hidden, "what"),
		of(OfFirm, NoCategory, hidden, "format"),
		of(OfFirm, NoCategory, hidden, "rows"),
		of(OfFirm, NoCategory, hidden, "file").erasedBy(Blank, ""),
		of(OfFirm, NoCategory, hidden, "gone_on"),
	),
	// Conversations without whose they were (GDPR recital 26): they came from
	// nobody's row, refer to none, and are found by no name.
	table("anonymous", ClassProgram, Untouched,
		nobody(WhyRandomID, "id"),
		of(OfFirm, NoCategory, hidden, "month"),
		of(OfFirm, NoCategory, hidden, "channel"),
		of(OfFirm, NoCategory, hidden, "direction"),
		of(OfFirm, NoCategory, hidden, "purpose"),
		of(OfFirm, NoCategory, hidden, "text"),
		of(OfFirm, NoCategory, hidden, "spared"),
	),
	// What is to be done outside the vault. A task outlives the card that it is about,
	// for the copies out there do: without a name the owner could not find them (GDPR
	// Art. 17(1), 19). about is emptied when the task is done, and what else speaks of
	// the person when the card goes; what is left is the proof that it was done
	// (Art. 5(2)).
	table("tasks", ClassAudit, KeepUntil,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		of(OfFirm, NoCategory, hidden, "kind").erasedBy(Untouched, ""),
		nobody(WhyLink, "place_key"),
		nobody(WhyLink, "copy_key"),
		of(OfFirm, NoCategory, hidden, "recipient").erasedBy(Blank, ""),
		nobody(WhyLink, "request_id"),
		nobody(WhyLink, "run_id"),
		of(OfCustomer, Processing, hidden, "object").coded().erasedBy(Blank, ""),
		of(OfCustomer, Processing, hidden, "about").erasedBy(KeepUntil, "gdpr-19"),
		of(OfFirm, NoCategory, hidden, "added_on").erasedBy(Untouched, ""),
		of(OfFirm, NoCategory, hidden, "due_on").erasedBy(Untouched, ""),
		of(OfFirm, NoCategory, hidden, "done_on").erasedBy(Untouched, ""),
		of(OfFirm, NoCategory, hidden, "outcome").erasedBy(Untouched, ""),
		of(OfFirm, NoCategory, hidden, "note").erasedBy(Blank, ""),
	),
	// The firm's own places and recipients: a letter names the latter (Art. 15(1)(c)).
	table("places", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		of(OfFirm, NoCategory, hidden, "kind"),
		of(OfFirm, NoCategory, hidden, "name"),
		of(OfFirm, NoCategory, hidden, "recipient"),
		of(OfFirm, NoCategory, hidden, "processor"),
		of(OfFirm, NoCategory, hidden, "email"),
		of(OfFirm, NoCategory, hidden, "contents"),
		of(OfFirm, NoCategory, hidden, "country"),
		of(OfFirm, NoCategory, hidden, "safeguard"),
		of(OfFirm, NoCategory, hidden, "days"),
		of(OfFirm, NoCategory, hidden, "ended_on"),
	),
	// A visitor is known by a number alone, and by nothing to us: there is nobody to
	// whom these rows could be shown (GDPR Art. 11). When the number's time is over,
	// it is blanked with all that could tell visitors apart; what is left is
	// statistics.
	table("visits", ClassVisitor, Blank,
		nobody(WhyOrder, "key"),
		nobody(WhyLink, "batch_key"),
		of(OfFirm, NoCategory, hidden, "origin").erasedBy(Untouched, ""),
		of(OfFirm, NoCategory, hidden, "on_day").erasedBy(Untouched, ""),
		of(OfVisitor, Technical, hidden, "at_time").coded(),
		of(OfVisitor, Technical, hidden, "visitor"),
		of(OfFirm, NoCategory, hidden, "page").erasedBy(Untouched, ""),
		of(OfFirm, NoCategory, hidden, "title").erasedBy(Untouched, ""),
		of(OfFirm, NoCategory, hidden, "seconds").erasedBy(Untouched, ""),
		of(OfVisitor, Technical, hidden, "referrer"),
		of(OfVisitor, Technical, hidden, "browser"),
		of(OfVisitor, Technical, hidden, "place"),
	),
	table("visit_counts", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		nobody(WhyLink, "batch_key"),
		of(OfFirm, NoCategory, hidden, "origin"),
		of(OfFirm, NoCategory, hidden, "from_day"),
		of(OfFirm, NoCategory, hidden, "to_day"),
		of(OfFirm, NoCategory, hidden, "by"),
		of(OfFirm, NoCategory, hidden, "name"),
		of(OfFirm, NoCategory, hidden, "views"),
		of(OfFirm, NoCategory, hidden, "visitors"),
	),
	// How the firm's files are laid out: names of fields by column, no contents.
	table("import_mappings", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		of(OfFirm, NoCategory, hidden, "register"),
		nobody(WhyCheckValue, "headings"),
		of(OfFirm, NoCategory, hidden, "fields"),
	),
	// The file of a data subject's request, without who asked: the proof that it was
	// answered, and in time.
	table("requests", ClassRequest, KeepUntil,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		proof(shown, "number"),
		proof(shown, "kind").coded(),
		proof(shown, "state").coded(),
		proof(shown, "received").coded(),
		proof(shown, "channel").coded(),
		proof(hidden, "marketing").coded(), // shown as part of the kind
		proof(shown, "verified_on").coded(),
		proof(shown, "method").coded(),
		proof(shown, "extended_on").coded(),
		proof(shown, "outcome").coded(),
		proof(shown, "refuse_ground").coded(),
		proof(shown, "closed_on").coded(),
	),
	table("request_pauses", ClassRequest, KeepUntil,
		nobody(WhyOrder, "key"),
		nobody(WhyLink, "request_key"),
		proof(shown, "from_day").coded(),
		proof(shown, "to_day").coded(),
		proof(shown, "why").coded(),
	),
	// The log names a customer by the random id alone and holds no values. While
	// the customer is there its lines are about somebody and are shown; after that
	// they are the firm's proof of what it did (Art. 5(2)).
	table("audit", ClassAudit, KeepUntil,
		nobody(WhyOrder, "seq"),
		of(OfCustomer, Processing, shown, "at").coded().erasedBy(KeepUntil, "gdpr-5-2"),
		of(OfCustomer, Processing, shown, "action").coded().erasedBy(KeepUntil, "gdpr-5-2"),
		of(OfCustomer, Processing, hidden, "object").erasedBy(KeepUntil, "gdpr-5-2"),
		of(OfCustomer, Processing, shown, "fields").coded().erasedBy(KeepUntil, "gdpr-5-2"),
		nobody(WhyCheckValue, "sealed"),
		nobody(WhyCheckValue, "hash"),
	),
	// An address that must not be written to again, as a keyed hash: it has to
	// outlive everything else of the person, or the refusal would be forgotten.
	table("suppressions", ClassSuppression, KeepUntil,
		of(OfCustomer, Permissions, hidden, "hash").coded().erasedBy(KeepUntil, "gdpr-21-3"),
		of(OfCustomer, Permissions, hidden, "reason").coded().erasedBy(KeepUntil, "gdpr-21-3"),
		of(OfCustomer, Permissions, hidden, "on_day").coded().erasedBy(KeepUntil, "gdpr-21-3"),
	),
	// The firm's own words to the list, and by which it asks for consent.
	table("mailings", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		of(OfFirm, NoCategory, hidden, "kind"),
		of(OfFirm, NoCategory, hidden, "subject"),
		of(OfFirm, NoCategory, hidden, "body"),
		of(OfFirm, NoCategory, hidden, "goods"),
		of(OfFirm, NoCategory, hidden, "state"),
		of(OfFirm, NoCategory, hidden, "recipients"),
		of(OfFirm, NoCategory, hidden, "sent"),
		of(OfFirm, NoCategory, hidden, "failed"),
		of(OfFirm, NoCategory, hidden, "skipped"),
		of(OfFirm, NoCategory, hidden, "created_at"),
		of(OfFirm, NoCategory, hidden, "ended_at"),
	),
	table("wordings", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		of(OfFirm, NoCategory, hidden, "name"),
		of(OfFirm, NoCategory, hidden, "version"),
		of(OfFirm, NoCategory, hidden, "language"),
		of(OfFirm, NoCategory, hidden, "text"),
		of(OfFirm, NoCategory, hidden, "added_on"),
	),
	table("settings", ClassProgram, Untouched,
		of(OfFirm, NoCategory, hidden, "key"),
		of(OfFirm, NoCategory, hidden, "value"),
	),

	// What the firm has promised to keep for how long, and when it did.
	table("policy_rules", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		of(OfFirm, NoCategory, hidden, "class"),
		of(OfFirm, NoCategory, hidden, "counted_from"),
		of(OfFirm, NoCategory, hidden, "months"),
		of(OfFirm, NoCategory, hidden, "longest"),
		of(OfFirm, NoCategory, hidden, "disposal"),
		of(OfFirm, NoCategory, hidden, "basis"),
		of(OfFirm, NoCategory, hidden, "source"),
		of(OfFirm, NoCategory, hidden, "since"),
		of(OfFirm, NoCategory, hidden, "reason"),
		of(OfFirm, NoCategory, hidden, "set_at"),
	),

	// The firm's own texts: what they say of a customer is filled in elsewhere.
	table("templates", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		of(OfFirm, NoCategory, hidden, "name"),
		of(OfFirm, NoCategory, hidden, "subject"),
		of(OfFirm, NoCategory, hidden, "body"),
		of(OfFirm, NoCategory, hidden, "channel"),
		of(OfFirm, NoCategory, hidden, "language"),
	),

	// How many contacts a day has, of all customers together; the database itself
	// counts down when contacts go.
	table("contact_days", ClassProgram, Untouched,
		nobody(WhyWorkings, "on_day"),
		nobody(WhyWorkings, "channel"),
		nobody(WhyWorkings, "direction"),
		nobody(WhyWorkings, "purpose"),
		nobody(WhyWorkings, "n"),
	),
	// Retention runs, in figures: the firm's proof of what it did. What was approved
	// is named by random ids, and only until the run has ended.
	table("run_records", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		nobody(WhyLink, "run_key"),
		nobody(WhyWorkings, "class"),
		nobody(WhyLink, "record"),
		nobody(WhyWorkings, "done"),
	),
	table("runs", ClassProgram, Untouched,
		nobody(WhyOrder, "key"),
		nobody(WhyRandomID, "id"),
		of(OfFirm, NoCategory, hidden, "on_day"),
		of(OfFirm, NoCategory, hidden, "began_at"),
		of(OfFirm, NoCategory, hidden, "ended_at"),
		of(OfFirm, NoCategory, hidden, "state"),
		of(OfFirm, NoCategory, hidden, "automatic"),
		nobody(WhyCheckValue, "digest"),
		of(OfFirm, NoCategory, hidden, "records"),
		of(OfFirm, NoCategory, hidden, "done"),
		of(OfFirm, NoCategory, hidden, "unsearched"),
		of(OfFirm, NoCategory, hidden, "residue"),
		of(OfFirm, NoCategory, hidden, "counts"),
		of(OfFirm, NoCategory, hidden, "classes"),
		of(OfFirm, NoCategory, hidden, "kept"),
		of(OfFirm, NoCategory, hidden, "rules"),
		nobody(WhyRandomID, "ledger"),
	),
	// Workings. erasing and erasing_entries are empty but for the moment of an
	// erasure, merging but for that of a merge.
	table("erasing_entries", ClassProgram, Untouched, nobody(WhyWorkings, "entry_key")),
	table("erasing", ClassProgram, Untouched, nobody(WhyWorkings, "customer_key")),
	table("pruning", ClassProgram, Untouched, nobody(WhyWorkings, "key")),
	table("merging", ClassProgram, Untouched, nobody(WhyWorkings, "customer_key"), nobody(WhyWorkings, "into_key")),
	table("goose_db_version", ClassProgram, Untouched,
		nobody(WhyWorkings, "id"),
		nobody(WhyWorkings, "version_id"),
		nobody(WhyWorkings, "is_applied"),
		nobody(WhyWorkings, "tstamp"),
	),
)

// sight is who gets to see a column.
type sight int

const (
	hidden sight = iota
	shown
	given
)

func of(s Subject, c Category, see sight, name string) Column {
	return Column{Name: name, Subject: s, Category: c, Access: see >= shown, Portable: see == given}
}

// proof is a column of what shows that the firm did what it had to (Art. 5(2)).
func proof(see sight, name string) Column {
	return of(OfCustomer, Processing, see, name).erasedBy(KeepUntil, "gdpr-5-2")
}

func nobody(why, name string) Column { return Column{Name: name, Subject: OfNobody, Why: why} }

// coded marks a value out of a list, a day or a count.
func (c Column) coded() Column {
	c.Coded = true
	return c
}

func (c Column) erasedBy(e Erasure, basis string) Column {
	c.Erase, c.Basis = e, basis
	return c
}

// table fills in what the columns of a table have in common.
func table(name, class string, e Erasure, columns ...Column) []Column {
	for i := range columns {
		c := &columns[i]
		c.Table, c.Class = name, class
		if c.Erase == "" {
			c.Erase = e
		}
		if c.Access {
			c.Label = name + "." + c.Name
		}
	}
	return columns
}
