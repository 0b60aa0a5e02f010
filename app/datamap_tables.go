package app

import "slices"

// The map itself: tables in the order of erasing, columns in the order in which
// they are shown. A column that is not here fails the build.
//
// shown is for the copy of Art. 15 only, given also for the one of Art. 20:
// what the customer gave, not what the firm or the program added.
var dataMap = slices.Concat(
	// Search indexes hold copies of what the tables below hold. They are written
	// and emptied together with them, and never shown by themselves.
	table("search_customers", ClassCustomer, DeleteRow,
		of(OfCustomer, Identity, hidden, "number"),
		of(OfCustomer, Identity, hidden, "designation"),
		of(OfCustomer, Identity, hidden, "name"),
		of(OfCustomer, ContactDetails, hidden, "address"),
		of(OfCustomer, ContactDetails, hidden, "phones"),
		of(OfCustomer, ContactDetails, hidden, "emails"),
		of(OfContactPerson, Identity, hidden, "persons"),
	),
	table("search_contacts", ClassCustomer, DeleteRow,
		of(OfCustomer, Communication, hidden, "text"),
	),

	// Rows of an import remember what they did to whom, so that the import can be
	// taken back whole. before holds the values that an update replaced.
	table("import_rows", ClassCustomer, DeleteRow,
		nobody(WhyLink, "batch_id"),
		nobody(WhyOrder, "row"),
		nobody(WhyLink, "customer_id"),
		of(OfCustomer, Origin, shown, "did"),
		of(OfCustomer, Origin, shown, "before"),
		nobody(WhyCheckValue, "after_digest"),
	),
	table("holds", ClassCustomer, DeleteRow,
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_id"),
		of(OfCustomer, Retention, shown, "reason"),
		of(OfCustomer, Retention, shown, "placed_on"),
		of(OfCustomer, Retention, shown, "review_on"),
		of(OfCustomer, Retention, shown, "lifted_on"),
	),
	// recorded_by is kept as the proof that Art. 7(1) wants. It is not shown: the
	// names of those who work for the firm are not the customer's data (C-579/21).
	table("consents", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "seq"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_id"),
		of(OfCustomer, Permissions, given, "given"),
		of(OfCustomer, Permissions, given, "on_day"),
		of(OfCustomer, Permissions, given, "channel"),
		of(OfCustomer, Permissions, given, "wording"),
		of(OfCustomer, Origin, shown, "source"),
		of(OfFirm, Processing, hidden, "recorded_by"),
		of(OfCustomer, Processing, shown, "recorded_at"),
		nobody(WhyLink, "batch_id"),
	),
	table("deliveries", ClassCustomer, DeleteRow,
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_id"),
		of(OfCustomer, Purchases, given, "on_day"),
		of(OfCustomer, Purchases, given, "product"),
		of(OfCustomer, Purchases, given, "quantity"),
		nobody(WhyLink, "batch_id"),
	),
	table("contacts", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "seq"),
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_id"),
		of(OfCustomer, Communication, given, "on_day"),
		of(OfCustomer, Communication, given, "channel"),
		of(OfCustomer, Communication, given, "direction"),
		of(OfCustomer, Communication, given, "text"),
		of(OfCustomer, Communication, shown, "mass"),
		of(OfCustomer, Processing, shown, "recorded_at"),
		nobody(WhyLink, "batch_id"),
	),
	// A contact person's particulars are that person's own. The customer's copy
	// shows them only as far as the customer gave them (Art. 15(4)); a portable
	// copy leaves them out (Art. 20(4)).
	table("contact_persons", ClassCustomer, DeleteRow,
		nobody(WhyRandomID, "id"),
		nobody(WhyLink, "customer_id"),
		nobody(WhyOrder, "position"),
		of(OfContactPerson, Relationship, shown, "role"),
		of(OfContactPerson, Identity, shown, "name"),
		of(OfContactPerson, ContactDetails, shown, "phone"),
		of(OfContactPerson, ContactDetails, shown, "email"),
	),
	table("customers", ClassCustomer, DeleteRow,
		nobody(WhyOrder, "seq"),
		nobody(WhyRandomID, "id"),
		of(OfCustomer, Identity, shown, "number"),
		of(OfCustomer, Identity, shown, "designation"),
		of(OfCustomer, Identity, given, "name"),
		of(OfCustomer, Identity, given, "kind"),
		of(OfCustomer, Identity, given, "business_id"),
		of(OfCustomer, ContactDetails, given, "street"),
		of(OfCustomer, ContactDetails, given, "postcode"),
		of(OfCustomer, ContactDetails, given, "town"),
		of(OfCustomer, ContactDetails, given, "country"),
		of(OfCustomer, ContactDetails, given, "phone"),
		of(OfCustomer, ContactDetails, given, "email"),
		of(OfCustomer, Relationship, given, "language"),
		of(OfCustomer, Relationship, shown, "created_on"),
		of(OfCustomer, Relationship, shown, "corrected_on"),
		nobody(WhyLink, "batch_id"),
	),

	// A batch tells of a file, not of a person. Its name may carry a person's all
	// the same, so it is blanked when the last customer of the batch goes.
	table("import_batches", ClassProgram, Untouched,
		nobody(WhyRandomID, "id"),
		of(OfFirm, NoCategory, hidden, "at"),
		of(OfFirm, NoCategory, hidden, "kind"),
		of(OfFirm, NoCategory, hidden, "file_name").erasedBy(Blank, ""),
		nobody(WhyCheckValue, "file_digest"),
		of(OfFirm, NoCategory, hidden, "added"),
		of(OfFirm, NoCategory, hidden, "updated"),
		of(OfFirm, NoCategory, hidden, "skipped"),
		of(OfFirm, NoCategory, hidden, "undone_at"),
	),
	// The log names a customer by the random id alone, and holds no values. While
	// the customer is there the lines are about a person, and are shown; after
	// that they are the firm's proof of what it did (Art. 5(2)).
	table("audit", ClassAudit, KeepUntil,
		nobody(WhyOrder, "seq"),
		of(OfCustomer, Processing, shown, "at").erasedBy(KeepUntil, "gdpr-5-2"),
		of(OfCustomer, Processing, shown, "action").erasedBy(KeepUntil, "gdpr-5-2"),
		of(OfCustomer, Processing, hidden, "object").erasedBy(KeepUntil, "gdpr-5-2"),
		of(OfCustomer, Processing, shown, "fields").erasedBy(KeepUntil, "gdpr-5-2"),
		nobody(WhyCheckValue, "hash"),
	),
	table("settings", ClassProgram, Untouched,
		of(OfFirm, NoCategory, hidden, "key"),
		of(OfFirm, NoCategory, hidden, "value"),
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

func nobody(why, name string) Column { return Column{Name: name, Subject: OfNobody, Why: why} }

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
