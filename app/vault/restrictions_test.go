package vault_test

import (
	"context"
	"database/sql"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// restricted is a customer with something in every register, whose data must not
// be used, and another one.
type restricted struct {
	*vaulttest.V
	card, other                           app.Customer
	contact, delivery, file, entry, batch string
}

func newRestricted(t *testing.T) *restricted {
	t.Helper()
	r := &restricted{V: vaulttest.New(t)}
	r.card = r.Customer(app.Customer{Name: "Aino Koivu", Email: "aino@posti.example", Persons: []app.ContactPerson{{Role: app.MainPerson, Name: "Eino Koivu"}}})
	r.other = r.Customer(app.Customer{Name: "Aino Koivunen"})
	r.do(t, func(tx *vault.Tx) error {
		c, err1 := tx.AddContact(app.Contact{CustomerID: r.card.ID, Channel: app.Email, Direction: app.In, Text: "Kysyi aikaa", Waiting: true})
		d, err2 := tx.AddDelivery(app.Delivery{CustomerID: r.card.ID, Product: "Pihatyö"})
		_, err3 := tx.AddConsent(app.Consent{CustomerID: r.card.ID, Given: true, Channel: app.Email, Wording: "Saako kirjoittaa?"})
		e, err4 := tx.AddEntry(app.ListEntry{CustomerID: r.card.ID, Email: r.card.Email, Name: r.card.Name}, nil)
		_, err5 := tx.SavePlace(app.Place{Kind: app.PlaceStick, Name: "Tikku B", Days: 60})
		r.contact, r.delivery, r.entry = c.ID, d.ID, e.ID
		return errors.Join(err1, err2, err3, err4, err5)
	})
	a, err := r.AddAttachment(context.Background(), r.contact, "kuva.txt", strings.NewReader("piha"))
	if err != nil {
		t.Fatal(err)
	}
	r.file = a.ID
	r.do(t, func(tx *vault.Tx) (err error) {
		if r.batch, err = tx.StartBatch("customers", "tuonti.csv", "0"); err != nil {
			return err
		}
		_, err = tx.Restrict(app.Restriction{CustomerID: r.card.ID, Ground: app.GroundAccuracy})
		return err
	})
	return r
}

func (r *restricted) do(t *testing.T, f func(tx *vault.Tx) error) {
	t.Helper()
	if err := r.Update(f); err != nil {
		t.Fatal(err)
	}
}

// person is the card with another name for its contact person.
func (r *restricted) person() app.ContactPerson {
	p := r.card.Persons[0]
	p.Name, p.CustomerID = "Toinen", r.card.ID
	return p
}

func (r *restricted) renamed() app.Customer {
	c := r.card.Clone()
	c.Name = "Toinen"
	return c
}

// refusing are the ways by which a restricted customer's data would be changed,
// deleted or given away, by the use that would allow it.
var refusing = map[string]struct {
	what string
	try  func(r *restricted, tx *vault.Tx) error
}{
	"EditCustomer": {app.UseEdit, func(r *restricted, tx *vault.Tx) error {
		_, _, err := tx.EditCustomer(r.card.ID, map[string]string{"name": "Toinen"})
		return err
	}},
	"RestoreCustomer": {app.UseEdit, func(r *restricted, tx *vault.Tx) error {
		_, err := tx.RestoreCustomer(r.renamed())
		return err
	}},
	"SavePerson":   {app.UseEdit, func(r *restricted, tx *vault.Tx) error { return tx.SavePerson(r.person()) }},
	"DeletePerson": {app.UseEdit, func(r *restricted, tx *vault.Tx) error { return tx.DeletePerson(r.card.ID, r.card.Persons[0].ID) }},
	"EditContact": {app.UseEdit, func(r *restricted, tx *vault.Tx) error {
		c, err := tx.Contact(r.contact)
		if err != nil {
			return err
		}
		c.Text = "Toinen"
		_, _, err = tx.EditContact(c)
		return err
	}},
	"DeleteContact":    {app.UseErase, func(r *restricted, tx *vault.Tx) error { _, err := tx.DeleteContact(r.contact); return err }},
	"DeleteAttachment": {app.UseErase, func(r *restricted, tx *vault.Tx) error { _, err := tx.DeleteAttachment(r.file); return err }},
	"DeleteDelivery":   {app.UseErase, func(r *restricted, tx *vault.Tx) error { _, err := tx.DeleteDelivery(r.delivery); return err }},
	"AddConsent": {app.UseEdit, func(r *restricted, tx *vault.Tx) error {
		_, err := tx.AddConsent(app.Consent{CustomerID: r.card.ID, Given: true, Channel: app.Email, Wording: "Saako?"})
		return err
	}},
	"AddEntry": {app.UseEdit, func(r *restricted, tx *vault.Tx) error {
		_, err := tx.AddEntry(app.ListEntry{CustomerID: r.card.ID, Email: "toinen@posti.example"}, nil)
		return err
	}},
	"BatchEntry": {app.UseEdit, func(r *restricted, tx *vault.Tx) error {
		return tx.BatchEntry(r.batch, app.ListEntry{CustomerID: r.card.ID, Email: "toinen@posti.example"}, nil)
	}},
	"EditEntry": {app.UseEdit, func(r *restricted, tx *vault.Tx) error {
		_, err := tx.EditEntry(app.ListEntry{ID: r.entry, Email: r.card.Email, Name: "Toinen"})
		return err
	}},
	"AddEntryConsent": {app.UseEdit, func(r *restricted, tx *vault.Tx) error {
		_, err := tx.AddEntryConsent(app.Consent{EntryID: r.entry, Given: true, Channel: app.Email, Wording: "Saako?"})
		return err
	}},
	"BatchUpdate": {app.UseEdit, func(r *restricted, tx *vault.Tx) error { return tx.BatchUpdate(r.batch, 1, r.renamed()) }},
	"Merge":       {app.UseMerge, func(r *restricted, tx *vault.Tx) error { _, err := tx.Merge(r.other.ID, r.card.ID, nil); return err }},
	"AddDisclosure": {app.UseDisclose, func(r *restricted, tx *vault.Tx) error {
		_, err := tx.AddDisclosure(app.Disclosure{CustomerID: r.card.ID, What: "osoite", Recipient: "Kuljetus Kanto Oy", Means: app.Email})
		return err
	}},
}

func TestARestrictedCustomerIsNotChangedWithoutAUse(t *testing.T) {
	for name, c := range refusing {
		t.Run(name, func(t *testing.T) {
			r := newRestricted(t)
			var before string
			r.do(t, func(tx *vault.Tx) (err error) { before, err = tx.Digest(); return err })
			err := r.Update(func(tx *vault.Tx) error { return c.try(r, tx) })
			var refused *app.Error
			if !errors.As(err, &refused) || refused.Code != "restricted" || refused.Args["what"] != c.what || refused.Args["ground"] != "accuracy" {
				t.Fatalf("got %v", err)
			}
			r.do(t, func(tx *vault.Tx) error {
				after, err := tx.Digest()
				if after != before {
					t.Error("the register changed all the same")
				}
				return err
			})
			use := func(tx *vault.Tx) error {
				_, err := tx.UseRestricted(r.card.ID, app.UseConsent, c.what, "Pyysi puhelimessa")
				return err
			}
			r.do(t, use)
			r.Set("2026-11-22")
			if err := r.Update(func(tx *vault.Tx) error { return c.try(r, tx) }); !errors.Is(err, app.E("restricted", "")) {
				t.Errorf("with the use of yesterday: %v", err)
			}
			r.do(t, use)
			if err := r.Update(func(tx *vault.Tx) error { return c.try(r, tx) }); err != nil {
				t.Errorf("with a use on its day: %v", err)
			}
		})
	}
}

// Why a method that is not in refusing may be called on a restricted customer.
const (
	reads     = "it reads"
	stores    = "to store is always possible (Art. 18(2)): what comes in is written down"
	refuses   = "to refuse is always possible (Art. 7(3), 21(2))"
	workings  = "it is about no customer's data"
	answers   = "to answer the person is always possible: it is the person's own wish"
	elsewhere = "tested by itself below, or where it is"
)

var passing = map[string]string{
	"AddContact": stores, "LogContact": stores, "AddMessages": stores, "AddTechnical": stores, "AddDelivery": stores, "Attach": stores,
	"AddAttachment": stores, "BatchContact": stores, "BatchAdd": stores, "BatchAppend": stores, "BatchAttachment": stores, "BatchDelivery": stores,
	"RestoreContact": stores, "RestoreAttachment": stores, "PlaceHold": stores, "LiftHold": stores, "AddCustomer": stores, "Viewed": stores,
	"Wait": stores, "Answered": stores, "Restrict": stores, "LiftRestriction": stores, "UseRestricted": stores, "Different": stores, "NotDifferent": stores,
	"Extend": stores, "Unextend": stores,
	"RegisterRequest": answers, "EditRequest": answers, "AskIdentity": answers, "VerifyRequest": answers, "AskClarification": answers, "Clarified": answers,
	"ExtendRequest": answers, "RefuseRequest": answers, "CancelRequest": answers, "AnswerRequest": answers,

	"Suppress": refuses, "Unsuppress": "no letter goes all the same: a restriction forbids it",

	"AddCustomersToList": elsewhere, "AddEntries": elsewhere, "EraseEntries": elsewhere, "Purge": elsewhere, "UndoBatch": elsewhere, "Unmerge": elsewhere,
	"IssueLetter": stores, "Redact": stores, "SetSame": stores,
	"EraseSubject":   "its plan keeps all of a restricted customer: TestARestrictionAndAnotherOpenRequestKeepEverything",
	"PurgeAutomatic": elsewhere, "AnonymiseContact": elsewhere, "AnonymiseContacts": "only for what a guard does not keep: see AnonymiseContact and Purge",
	"NextSend": elsewhere, "BeginMailing": elsewhere, "Training": elsewhere, "MayUse": elsewhere, "TasksFor": elsewhere, "EndTask": elsewhere,
	"EndSend": "what was sent is written down", "PutBack": workings, "SettleSend": "what was sent is written down",

	"ExportPlain": "the owner's whole register, with the restrictions in it: another place to store it",
}

var reading = strings.Fields(`Address Addresses Alike Attachment Attachments AttachmentsOfCustomer Audience Audit AuditOf BatchByDigest Batches
	Cards Changes Check Consents Contact ContactBySource ContactList Contacts ContactsOn Copies Customer CustomerByNumber CustomerIDs Customers
	Decision DecisionsOn Deliveries DeliveriesOn Digest Disclosures Duplicates EntryConsents ErasedBefore FillTemplate Find Firm Holds ImportFields ImportsOf
	IsUs Keys KnownMail MayHandOver Language LastMerge Ledger ListView MailDue MailEntriesOf MailEntry MailEntryByEmail MailList MailRules MailServer Mailing
	Mailings Reminders Request RequestByNumber RequestHistory Requests RequestsOf MessageBySource Messages NewCustomer NextNumber Notes NumberSeries OpenAttachment OpenTasks Outlook Places Policy PreviewMailing Queue
	Restricted RestrictedAll RestrictionUses Restrictions Review Scan Sends SendsTo SuppressedCount SuppressedMail TasksOfRequest TasksOfRun Technical
	TechnicalOfCustomer Template TemplateByName Templates ThreadOwner TownFor Towns TrainingLeft UnderCard UnsureSends Verify VerifyAudit View
	VisitOrigins VisitorNumbers VisitsBy VisitsByDay WholeContact Wordings Zone Dir
	AnonymisePreview Anonymous AutoClasses ExtensionRoom Extensions HoldsToReview Preset PresetChanges Promised Reminders Request RequestByNumber
	RequestHistory Requests RequestsOf Run Runs Waiting ErasePlan ErasureOf Finds Letters Person SearchSubject Sought SuggestRedactions TextsOfFind`)

var aboutNobody = strings.Fields(`AcceptOlder AddCopy AddVisits AddWording Audited ChangePassphrase Close Compact CompactIfWorth ConfirmRecovery
	DeleteFilter DeleteMailing Discard EndBatch EndPlace ForgetVisitors HideColumns Hurry ListExported MarkCopyGone RememberImportFields RememberUs
	RemoveTemplate RenewRecovery SaveFilter SaveMailing SavePlace SaveTemplate SetFirm SetLanguage SetMailRules SetMailServer SetNumberSeries Stage
	StartBatch Update SetAuto SetAutoClasses SetRule UsePreset`)

// Every way into the register is named above: one that is added must say there
// what it does with a restricted customer.
func TestEveryWayIntoTheRegisterKnowsRestrictions(t *testing.T) {
	known := map[string]bool{}
	for name := range refusing {
		known[name] = true
	}
	for name := range passing {
		known[name] = true
	}
	for _, name := range slices.Concat(reading, aboutNobody) {
		known[name] = true
	}
	plain := reflect.TypeFor[*sql.Tx]()
	for _, of := range []reflect.Type{reflect.TypeFor[*vault.Tx](), reflect.TypeFor[*vault.Vault]()} {
		for i := range of.NumMethod() {
			name := of.Method(i).Name
			if _, sqls := plain.MethodByName(name); !sqls && !known[name] {
				t.Errorf("%s.%s: what does it do with a restricted customer? Let it ask tx.MayUse and put it into refusing, or say why not", of, name)
			}
		}
	}
}

func TestWhatIsAlwaysPossibleOfARestrictedCustomer(t *testing.T) {
	r := newRestricted(t)
	r.do(t, func(tx *vault.Tx) error {
		_, answered, err1 := tx.LogContact(app.Contact{CustomerID: r.card.ID, Channel: app.Email, Direction: app.Out, Text: "Vastaus"})
		if len(answered) != 1 {
			t.Errorf("the answer answered %d", len(answered))
		}
		_, err2 := tx.AddConsent(app.Consent{CustomerID: r.card.ID, Channel: app.Email})
		_, err3 := tx.AddEntryConsent(app.Consent{EntryID: r.entry, Channel: app.Email})
		_, err4 := tx.AddDisclosure(app.Disclosure{CustomerID: r.card.ID, What: "transcript", Recipient: "aino@posti.example", Means: app.Email, Basis: "own-request"})
		return errors.Join(err1, err2, err3, err4, tx.Suppress(r.card.Email, app.Objected))
	})
}

func TestNothingGoesToOrOfARestrictedCustomer(t *testing.T) {
	r := newRestricted(t)
	ctx := context.Background()
	r.do(t, func(tx *vault.Tx) error {
		if err := tx.SetFirm(app.Firm{Name: "Piha ja Metsä Saarela", Email: "toimisto@saarela.example"}); err != nil {
			return err
		}
		row, err := tx.MailEntry(r.entry)
		if err != nil || row.Decision.Allow || row.Decision.Because != "restricted" {
			t.Errorf("marketing: %+v, %v", row.Decision, err)
		}
		alone, err := tx.AddEntry(app.ListEntry{Email: "toinen@posti.example"}, nil)
		if err != nil || alone.Decision.Because == "restricted" {
			t.Errorf("somebody else: %+v, %v", alone.Decision, err)
		}
		rows, _, err := tx.Customers(vault.CustomerFilter{})
		if err != nil || len(rows) != 2 || !rows[0].Restricted || rows[1].Restricted {
			t.Errorf("list: %+v, %v", rows, err)
		}
		return err
	})
	r.do(t, func(tx *vault.Tx) error { // a permission given since does not open the list either
		c := r.card
		c.ID, c.Number, c.Email, c.Persons = "", "", "kolmas@posti.example", nil
		third, err := tx.AddCustomer(c)
		if err != nil {
			return err
		}
		_, err1 := tx.AddConsent(app.Consent{CustomerID: third.ID, Given: true, Channel: app.Email, Wording: "Saako kirjoittaa?"})
		made, err2 := tx.Restrict(app.Restriction{CustomerID: third.ID, Ground: app.GroundObjection})
		added, err3 := tx.AddCustomersToList([]string{third.ID})
		if added.Added != 0 || len(added.Left) != 1 || added.Left[0].Because != "restricted" {
			t.Errorf("onto the list: %+v", added)
		}
		_, err4 := tx.LiftRestriction(made.ID, tx.Today)
		added, err5 := tx.AddCustomersToList([]string{third.ID})
		if added.Added != 1 {
			t.Errorf("lifted: %+v", added)
		}
		contacts, err6 := tx.Training(app.TrainingChoice{}, func(string) string { return "" }, func(app.TrainingItem, int, int) error {
			t.Error("a contact of a restricted customer is in the file to learn from")
			return nil
		})
		left, err7 := tx.TrainingLeft(app.TrainingChoice{})
		if len(contacts) != 0 || left != 1 {
			t.Errorf("training: %v, %d left", contacts, left)
		}
		return errors.Join(err1, err2, err3, err4, err5, err6, err7)
	})
	if _, err := r.EraseEntries(ctx, []string{r.entry}, nil); !errors.Is(err, app.E("restricted", "")) {
		t.Errorf("erasing the entry: %v", err)
	}
	r.Set("2032-01-01")
	review, err := r.Review(0)
	if err != nil || review.Counts.Customers != 2 {
		t.Fatalf("review: %+v, %v", review, err)
	}
	for _, d := range review.Decisions { // of every class
		if d.CustomerID == r.card.ID && (d.Due("2032-01-01") || d.Because != app.BecauseRestricted) {
			t.Errorf("%s goes, because %s", d.Class, d.Because)
		}
	}
	_, err = r.AnonymiseContact(ctx, r.contact, app.MaskChoice{}, nil)
	if !errors.Is(err, app.E("anonymise-held", "")) {
		t.Errorf("anonymising: %v", err)
	}
	p, err := r.Purge(ctx, vault.Approval{Digest: review.Digest}, nil)
	if err != nil || p.Counts.Customers != 2 {
		t.Fatalf("purge: %+v, %v", p, err)
	}
	r.do(t, func(tx *vault.Tx) error {
		_, err := tx.Customer(r.card.ID)
		return err
	})
}

// A merge is no way around a restriction, nor is taking one back.
func TestAMergeIsTakenBackOnlyWithAUse(t *testing.T) {
	r := newRestricted(t)
	r.do(t, func(tx *vault.Tx) error {
		_, err1 := tx.UseRestricted(r.card.ID, app.UseClaims, app.UseMerge, "Sama asiakas")
		_, err2 := tx.Merge(r.other.ID, r.card.ID, nil)
		standing, err3 := tx.Restricted(r.other.ID)
		if len(standing) != 1 {
			t.Errorf("the restriction did not come along: %+v", standing)
		}
		return errors.Join(err1, err2, err3)
	})
	r.Set("2026-11-22")
	if err := r.Update(func(tx *vault.Tx) error { _, err := tx.Unmerge(r.other.ID); return err }); !errors.Is(err, app.E("restricted", "")) {
		t.Errorf("taking back: %v", err)
	}
	r.do(t, func(tx *vault.Tx) error {
		_, err1 := tx.UseRestricted(r.other.ID, app.UseClaims, app.UseMerge, "Eri asiakas")
		_, err2 := tx.Unmerge(r.other.ID)
		standing, err3 := tx.Restricted(r.card.ID)
		if len(standing) != 1 {
			t.Errorf("the restriction did not go back: %+v", standing)
		}
		return errors.Join(err1, err2, err3)
	})
}

func TestTakingAnImportBackLeavesARestrictedCustomer(t *testing.T) {
	v := vaulttest.New(t)
	var batch string
	var in app.Customer
	if err := v.Update(func(tx *vault.Tx) (err error) {
		if batch, err = tx.StartBatch("customers", "tuonti.csv", "0"); err != nil {
			return err
		}
		if in, err = tx.BatchAdd(batch, 1, app.Customer{Name: "Aino Koivu"}); err != nil {
			return err
		}
		if _, err = tx.BatchAdd(batch, 2, app.Customer{Name: "Eino Mänty"}); err != nil {
			return err
		}
		_, err = tx.Restrict(app.Restriction{CustomerID: in.ID, Ground: app.GroundUnlawful})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	u, err := v.UndoBatch(context.Background(), batch, nil)
	if err != nil || u.Removed != 1 || u.Kept != 1 {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestARestrictionIsLiftedOnlyAfterTheNotice(t *testing.T) {
	r := newRestricted(t)
	var id string
	r.do(t, func(tx *vault.Tx) error {
		all, err := tx.Restricted(r.card.ID)
		id = all[0].ID
		return err
	})
	for notice, code := range map[app.Day]string{"": "lift-notice-missing", "2026-11-20": "lift-notice-missing", "2026-11-22": "day-future", "eilen": "day-invalid"} {
		if err := r.Update(func(tx *vault.Tx) error { _, err := tx.LiftRestriction(id, notice); return err }); !errors.Is(err, app.E(code, "noticeOn")) {
			t.Errorf("%q: %v, want %s", notice, err, code)
		}
	}
	r.Set("2026-12-01")
	r.do(t, func(tx *vault.Tx) error {
		lifted, err := tx.LiftRestriction(id, "2026-11-28")
		if lifted.NoticeOn != "2026-11-28" || lifted.LiftedOn != "2026-12-01" {
			t.Errorf("%+v", lifted)
		}
		return err
	})
	if err := r.Update(func(tx *vault.Tx) error { _, err := tx.LiftRestriction(id, "2026-11-28"); return err }); !errors.Is(err, app.E("restriction-none", "")) {
		t.Errorf("twice: %v", err)
	}
	r.do(t, func(tx *vault.Tx) error {
		_, _, err := tx.EditCustomer(r.card.ID, map[string]string{"name": "Toinen"})
		return err
	})
	if err := r.Update(func(tx *vault.Tx) error {
		_, err := tx.UseRestricted(r.card.ID, app.UseConsent, app.UseEdit, "x")
		return err
	}); !errors.Is(err, app.E("restriction-none", "")) {
		t.Errorf("using what is not restricted: %v", err)
	}
}
