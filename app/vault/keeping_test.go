package vault_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// TestNothingGoesThatIsKeptAndNothingStaysThatIsOver lives random lives of a
// register: cards, contacts, conversations, recordings, holds, requests,
// restrictions, the e-mail list, merges and partings, imports and their undoing,
// erasures on request, days that pass, and runs. After every step the vault holds
// what the paper says, and no more; every run does exactly what its review said.
//
// KORTISTO_LIVES asks for more lives than the few that a test has time for.
func TestNothingGoesThatIsKeptAndNothingStaysThatIsOver(t *testing.T) {
	lives := os.Getenv("KORTISTO_LIVES")
	if before := flag.Lookup("rapid.checks").Value.String(); lives != "" || before == "100" {
		if lives == "" {
			lives = "12"
		}
		_ = flag.Set("rapid.checks", lives)
		t.Cleanup(func() { _ = flag.Set("rapid.checks", before) })
	}
	total := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		f := newFirm(t, rt)
		defer func() { _ = f.Close(t.Context()) }()
		actions := f.actions()
		for name, act := range actions {
			if name != "" {
				actions[name] = func(rt *rapid.T) { f.r = rt; act(rt); total[name]++ }
			}
		}
		rt.Repeat(actions)
		f.run(rt)
		total["records"] += len(f.paper.slips)
		total["cards"] += len(f.paper.sheets)
		total["gone"] += f.gone()
	})
	t.Logf("%v", total)
}

type firm struct {
	*vaulttest.V
	r      *rapid.T
	paper  paper
	today  app.Day
	n      int
	apart  *merge // the latest merge, while nothing else has been done since
	batch  []batch
	asking map[*sheet]*slip
	runs   int
}

type merge struct {
	kept, other *sheet
	before      sheet // the kept one
	moved       []*slip
	stops       map[string]int
}

type batch struct {
	id    string
	sheet *sheet // that it added
	slips []*slip
}

func newFirm(t *testing.T, rt *rapid.T) *firm {
	f := &firm{V: vaulttest.New(t), r: rt, today: "2026-11-21", asking: map[*sheet]*slip{}}
	preset := rapid.SampledFrom([]string{"softop", "kivra", "app2day", "seamk"}).Draw(rt, "notice")
	f.paper = promises[preset]
	f.must(f.Update(func(tx *vault.Tx) error { _, err := tx.UsePreset(preset); return err }))
	return f
}

func (f *firm) must(err error) {
	if err != nil {
		f.r.Helper()
		f.r.Fatalf("%s: %v", f.today, err)
	}
}

func (f *firm) do(what func(tx *vault.Tx) error) { f.r.Helper(); f.must(f.Update(what)) }

func (f *firm) name(what string) string {
	f.n++
	return fmt.Sprintf("%s%c%c%cx", what, 'a'+f.n/400%20, 'a'+f.n/20%20, 'a'+f.n%20)
}

// ago is a day of the past so many days; most often a boundary is near.
func (f *firm) ago(most int) app.Day {
	return f.today.AddDays(-rapid.IntRange(0, most).Draw(f.r, "days ago"))
}

// pick draws a living card; without one the step is not taken.
func (f *firm) pick(fits func(*sheet) bool) *sheet {
	var all []*sheet
	for _, s := range f.paper.sheets {
		if !s.gone && (fits == nil || fits(s)) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		f.r.Skip("no card")
	}
	return rapid.SampledFrom(all).Draw(f.r, "card")
}

func (f *firm) pickSlip(fits func(*slip) bool) *slip {
	var all []*slip
	for _, s := range f.paper.slips {
		if !s.gone && fits(s) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		f.r.Skip("no record")
	}
	return rapid.SampledFrom(all).Draw(f.r, "record")
}

func free(s *sheet) bool { return s.stops["restriction"] == 0 }

func (f *firm) slip(s *slip) *slip {
	f.paper.slips = append(f.paper.slips, s)
	return s
}

func (f *firm) gone() (n int) {
	for _, s := range f.paper.slips {
		if s.gone {
			n++
		}
	}
	return n
}

func (f *firm) actions() map[string]func(*rapid.T) {
	alone := func(what func()) func(*rapid.T) { // a merge can be taken back as long as nothing happened
		return func(*rapid.T) { what(); f.apart = nil }
	}
	return map[string]func(*rapid.T){
		"": func(rt *rapid.T) { f.r = rt; f.compare() },

		"card": alone(f.newCard), "phone": alone(f.phone), "delivery": alone(f.delivery), "chat": alone(f.chat), "call": alone(f.call), "extend": alone(f.extend),
		"edit": alone(f.edit), "hold": alone(f.hold), "lift": alone(f.lift), "restrict": alone(f.restrict), "unrestrict": alone(f.unrestrict),
		"ask": alone(f.ask), "answer": alone(f.answer), "entry": alone(f.entry), "refuse": alone(f.refuse), "delete": alone(f.deleteContact),
		"import": alone(f.importCard), "undo": alone(f.undo), "erase": alone(f.erase), "merge": func(*rapid.T) { f.merge() }, "unmerge": alone(f.unmerge),
		"days":  alone(func() { f.pass(rapid.IntRange(1, 70).Draw(f.r, "days")) }),
		"month": alone(func() { f.pass(rapid.IntRange(28, 31).Draw(f.r, "days")) }),
		"run":   func(rt *rapid.T) { f.run(rt); f.apart = nil }, "month and run": alone(func() { f.pass(31); f.run(f.r) }), "lock": alone(f.lock),
	}
}

func (f *firm) newCard() {
	day := f.ago(1300)
	f.do(func(tx *vault.Tx) error {
		c, err := tx.AddCustomer(app.Customer{Name: f.name("Asiakas"), CreatedOn: day})
		f.paper.sheets = append(f.paper.sheets, &sheet{id: c.ID, made: day, stops: map[string]int{}})
		return err
	})
}

func (f *firm) phone() {
	s, day, mass := f.pick(nil), f.ago(1300), rapid.Bool().Draw(f.r, "mass")
	f.do(func(tx *vault.Tx) error {
		c, err := tx.AddContact(app.Contact{CustomerID: s.id, On: day, Channel: app.Phone, Direction: app.Out, Text: f.name("Soitto"), Mass: mass})
		f.slip(&slip{class: app.ClassContact, id: c.ID, sheet: s, from: day, mass: mass})
		return err
	})
}

func (f *firm) delivery() {
	s, day := f.pick(nil), f.ago(1300)
	f.do(func(tx *vault.Tx) error {
		d, err := tx.AddDelivery(app.Delivery{CustomerID: s.id, On: day, Product: f.name("Huolto")})
		f.slip(&slip{class: app.ClassDelivery, id: d.ID, sheet: s, from: day})
		return err
	})
}

func (f *firm) chat() {
	s, day := f.pick(nil), f.ago(260)
	f.do(func(tx *vault.Tx) error {
		c, err := tx.AddContact(app.Contact{CustomerID: s.id, On: day, Channel: app.Chat, Direction: app.In, Subject: f.name("Aihe")})
		whole := f.slip(&slip{class: app.ClassChat, id: c.ID, sheet: s, from: day})
		f.slip(&slip{class: app.ClassTechnical, id: c.ID, sheet: s, from: day, with: whole})
		return errors.Join(err, tx.AddMessages(c.ID, []app.Message{{Role: app.RoleCustomer, Kind: app.KindText, Text: f.name("Viesti")}}),
			tx.AddTechnical(c.ID, []app.TechnicalFact{{Name: "page", Value: f.name("Sivu")}}))
	})
}

func (f *firm) call() {
	s, day := f.pick(nil), f.ago(120)
	var whole *slip
	f.do(func(tx *vault.Tx) error {
		c, err := tx.AddContact(app.Contact{CustomerID: s.id, On: day, Channel: app.Phone, Direction: app.In, Text: f.name("Puhelu")})
		whole = f.slip(&slip{class: app.ClassContact, id: c.ID, sheet: s, from: day})
		return err
	})
	a, err := f.AddAttachment(f.r.Context(), whole.id, "tallenne.wav", sound(f.name("Ääni")))
	f.must(err)
	f.slip(&slip{class: app.ClassRecording, id: a.ID, sheet: s, from: day, with: whole})
}

func (f *firm) extend() {
	s := f.pickSlip(func(s *slip) bool {
		return s.class == app.ClassRecording && s.longer == "" && f.today < lastDay(s.from, 12)
	})
	until := f.today.AddDays(rapid.IntRange(1, 400).Draw(f.r, "longer"))
	f.must(f.Update(func(tx *vault.Tx) error {
		_, err := tx.Extend(s.id, until, "Reklamaatio")
		switch {
		case until > lastDay(s.from, 12) && errors.Is(err, app.E("extension-cap", "")), until <= lastDay(s.from, 3) && errors.Is(err, app.E("extension-short", "")):
			return nil
		case err == nil && until <= lastDay(s.from, 12):
			s.longer = until
		case err == nil:
			f.r.Fatalf("%s until %s: longer than a year", s.from, until)
		}
		return err
	}))
}

func (f *firm) edit() {
	s := f.pick(free)
	f.do(func(tx *vault.Tx) error {
		_, _, err := tx.EditCustomer(s.id, map[string]string{"town": f.name("Kylä")})
		return err
	})
	s.edited = f.today
}

func (f *firm) hold() {
	s := f.pick(func(s *sheet) bool { return s.stops["hold"] == 0 })
	f.do(func(tx *vault.Tx) error {
		_, err := tx.PlaceHold(app.Hold{CustomerID: s.id, Kind: rapid.SampledFrom(app.HoldKinds()).Draw(f.r, "kind"), Reason: "Syy", ReviewOn: f.today.AddDays(30)})
		return err
	})
	s.stops["hold"]++
}

func (f *firm) lift() {
	s := f.pick(func(s *sheet) bool { return s.stops["hold"] > 0 })
	f.do(func(tx *vault.Tx) error { return tx.LiftHold(s.id) })
	s.stops["hold"] = 0
}

func (f *firm) restrict() {
	s := f.pick(nil)
	f.do(func(tx *vault.Tx) error {
		_, err := tx.Restrict(app.Restriction{CustomerID: s.id, Ground: app.GroundAccuracy})
		return err
	})
	s.stops["restriction"]++
}

func (f *firm) unrestrict() {
	s := f.pick(func(s *sheet) bool { return s.stops["restriction"] > 0 })
	f.do(func(tx *vault.Tx) error {
		all, err := tx.Restricted(s.id)
		if err == nil {
			_, err = tx.LiftRestriction(all[0].ID, f.today)
		}
		return err
	})
	s.stops["restriction"]--
}

func (f *firm) request(s *sheet, kind app.RequestKind) *slip {
	var out *slip
	f.do(func(tx *vault.Tx) error {
		r, err := tx.RegisterRequest(app.Request{Kind: kind, CustomerID: s.id, Channel: app.Email, Words: f.name("Pyyntö")})
		if err != nil {
			return err
		}
		out = f.slip(&slip{class: app.ClassRequest, id: r.ID, sheet: s, open: true})
		_, err = tx.VerifyRequest(r.ID, app.KnownEmail, f.today, "")
		return err
	})
	s.stops["request"]++
	return out
}

func (f *firm) ask() {
	f.request(f.pick(nil), rapid.SampledFrom([]app.RequestKind{app.AskAccess, app.AskRectify, app.AskPort}).Draw(f.r, "asks for"))
}

func (f *firm) answer() {
	s := f.pickSlip(func(s *slip) bool { return s.class == app.ClassRequest && s.open })
	f.do(func(tx *vault.Tx) (err error) {
		switch rapid.SampledFrom([]string{"done", "refused", "cancelled"}).Draw(f.r, "ends") {
		case "done":
			_, err = tx.AnswerRequest(s.id, app.OutcomePartly, "Osa jäi.", f.today)
		case "refused":
			_, err = tx.RefuseRequest(s.id, app.RefuseExcessive, "Kolmas kerta.", f.today)
		default:
			_, err = tx.CancelRequest(s.id, f.today)
		}
		return err
	})
	f.closed(s)
}

func (f *firm) closed(s *slip) {
	s.open, s.from = false, f.today
	if s.sheet != nil {
		s.sheet.stops["request"]--
	}
}

func (f *firm) entry() {
	var s *sheet
	e := app.ListEntry{Email: f.name("osoite") + "@posti.example", Name: f.name("Lukija")}
	if rapid.Bool().Draw(f.r, "of a card") {
		s = f.pick(free)
		e.CustomerID = s.id
	}
	day := f.ago(1000)
	f.do(func(tx *vault.Tx) error {
		row, err := tx.AddEntry(e, &app.Consent{Given: true, On: day, Channel: app.Email, Wording: "Saako lähettää?"})
		f.slip(&slip{class: app.ClassMailing, id: row.ID, sheet: s, from: day, given: day})
		return err
	})
}

func (f *firm) refuse() {
	s := f.pickSlip(func(s *slip) bool { return s.class == app.ClassMailing && !s.refused && s.from < f.today })
	f.do(func(tx *vault.Tx) error {
		_, err := tx.AddEntryConsent(app.Consent{EntryID: s.id, Channel: app.Email})
		return err
	})
	s.refused, s.from, s.given = true, f.today, ""
}

// deleteContact takes one out by hand: where the customer is restricted it stays.
func (f *firm) deleteContact() {
	s := f.pickSlip(func(s *slip) bool { return places[s.class] == "contacts" })
	var whole app.WholeContact
	err := f.Update(func(tx *vault.Tx) (err error) {
		if whole, err = tx.WholeContact(s.id); err != nil {
			return err
		}
		_, err = tx.DeleteContact(s.id)
		return err
	})
	if !free(s.sheet) {
		if !errors.Is(err, app.E("restricted", "")) {
			f.r.Fatalf("deleted in spite of a restriction: %v", err)
		}
		return
	}
	f.must(err)
	if rapid.Bool().Draw(f.r, "and put back") {
		f.do(func(tx *vault.Tx) error { return tx.RestoreContact(whole) })
		s.byHand = true
		return
	}
	s.gone = true
	f.paper.follow()
}

// importCard brings a card with two contacts, or two contacts for a card.
func (f *firm) importCard() {
	b := batch{}
	to := (*sheet)(nil)
	if rapid.Bool().Draw(f.r, "for a card") {
		to = f.pick(free)
	}
	made, day := f.ago(1200), f.ago(200)
	f.do(func(tx *vault.Tx) (err error) {
		if b.id, err = tx.StartBatch("contacts", "tuonti.csv", f.name("summa")); err != nil {
			return err
		}
		if to == nil {
			c, err := tx.BatchAdd(b.id, 1, app.Customer{Name: f.name("Tuotu"), CreatedOn: made})
			if err != nil {
				return err
			}
			b.sheet = &sheet{id: c.ID, made: made, stops: map[string]int{}, brought: true}
			to = b.sheet
			f.paper.sheets = append(f.paper.sheets, b.sheet)
		}
		for n, channel := range []app.Channel{app.Phone, app.Chat} {
			id, err := tx.BatchContact(b.id, n+2, vault.Conversation{Contact: app.Contact{CustomerID: to.id, On: day, Channel: channel, Direction: app.In, Text: f.name("Tuotu")}}, nil)
			if err != nil {
				return err
			}
			b.slips = append(b.slips, f.slip(&slip{class: []string{app.ClassContact, app.ClassChat}[n], id: id, sheet: to, from: day}))
		}
		return tx.EndBatch(b.id, 3, 0, 0)
	})
	f.batch = append(f.batch, b)
}

// undo takes an import back, but for what something keeps or what has become more
// since.
func (f *firm) undo() {
	if len(f.batch) == 0 {
		f.r.Skip("no import")
	}
	at := rapid.IntRange(0, len(f.batch)-1).Draw(f.r, "import")
	b := f.batch[at]
	f.batch = slices.Delete(f.batch, at, at+1)
	_, err := f.UndoBatch(f.r.Context(), b.id, nil)
	f.must(err)
	for _, s := range b.slips {
		if !s.gone && !s.byHand && !s.sheet.kept() {
			s.gone = true
		}
	}
	c := b.sheet
	if c == nil || c.gone || c.kept() || c.edited != "" {
		return
	}
	for _, s := range f.paper.slips {
		if s.sheet == c && !s.gone && s.class != app.ClassRequest {
			return
		}
	}
	f.paper.burn(c, f.today)
}

// erase carries out a request of the person: all goes that nothing else keeps.
func (f *firm) erase() {
	s := f.pick(nil)
	r := f.request(s, app.AskErase)
	s.stops["request"]-- // this one keeps nothing
	var p app.ErasePlan
	f.do(func(tx *vault.Tx) error {
		finds, err := tx.SearchSubject(r.id)
		for _, find := range finds {
			if find.Open() {
				err = errors.Join(err, tx.SetSame(r.id, find.ID, app.SameNo))
			}
		}
		if err == nil {
			p, err = tx.ErasePlan(r.id)
		}
		return err
	})
	o, err := f.EraseSubject(f.r.Context(), r.id, p.Digest, nil)
	held := s.stops["hold"] > 0 && s.stops["restriction"] == 0 && s.stops["request"] == 0
	switch {
	case !s.kept():
		f.must(err)
		f.paper.forget(s)
	case held: // what a hold does not need goes all the same
		if p.Count == 0 && !errors.Is(err, app.E("erase-nothing", "")) {
			f.r.Fatalf("held, and nothing to erase: %v", err)
		}
		for _, x := range f.paper.slips {
			if x.sheet == s && (x.class == app.ClassMailing || x.class == app.ClassTechnical) {
				x.gone = true
			}
		}
	case !errors.Is(err, app.E("erase-nothing", "")):
		f.r.Fatalf("kept by %v and erased: %+v, %v", s.stops, o, err)
	}
	if err == nil && (o.Residue != 0 || o.Digest != p.Digest) {
		f.r.Fatalf("%+v; planned %+v", o, p)
	}
	s.stops["request"]++
	f.do(func(tx *vault.Tx) error {
		_, err := tx.AnswerRequest(r.id, app.OutcomePartly, "Osa jäi.", f.today)
		return err
	})
	f.closed(r)
}

func (f *firm) merge() {
	fits := func(s *sheet) bool { return free(s) && !s.brought }
	kept := f.pick(fits)
	other := f.pick(func(s *sheet) bool { return fits(s) && s != kept })
	f.do(func(tx *vault.Tx) error { _, err := tx.Merge(kept.id, other.id, nil); return err })
	m := &merge{kept: kept, other: other, before: *kept, stops: map[string]int{}}
	for what, n := range kept.stops {
		m.stops[what] = n
	}
	for _, s := range f.paper.slips {
		if s.sheet == other {
			s.sheet = kept
			m.moved = append(m.moved, s)
		}
	}
	kept.made, kept.edited, kept.spoke = min(kept.made, other.made), max(kept.edited, other.edited), max(kept.spoke, other.spoke)
	for what, n := range other.stops {
		kept.stops[what] += n
	}
	other.gone = true
	f.apart = m
}

func (f *firm) unmerge() {
	m := f.apart
	if m == nil {
		f.r.Skip("no merge")
	}
	f.do(func(tx *vault.Tx) error { _, err := tx.Unmerge(m.kept.id); return err })
	*m.kept = m.before
	m.kept.stops = m.stops
	m.other.gone = false
	for _, s := range m.moved {
		s.sheet = m.other
	}
}

func (f *firm) pass(days int) {
	f.today = f.today.AddDays(days)
	f.Set(f.today)
}

func (f *firm) lock() {
	f.must(f.Close(f.r.Context()))
	v, err := vault.Open(f.r.Context(), f.Options, vaulttest.Passphrase)
	f.must(err)
	f.Vault = v
}

// run erases what is due: what the review said, and what the paper says.
func (f *firm) run(rt *rapid.T) {
	f.r = rt
	before := f.counts()
	review, err := f.Review(0)
	f.must(err)
	due, standing := 0, map[string]int{}
	for _, d := range review.Decisions {
		switch {
		case d.Due(f.today):
			due++
		case d.Because == "" || d.Do != app.Keep && d.EraseOn <= f.today:
			rt.Fatalf("stays without a reason: %+v", d)
		}
		if i := slices.IndexFunc(f.paper.sheets, func(s *sheet) bool { return !s.gone && s.id == d.CustomerID && s.kept() }); i >= 0 {
			standing[d.Class]++
			if d.Due(f.today) {
				rt.Fatalf("goes in spite of %v: %+v", f.paper.sheets[i].stops, d)
			}
		}
	}
	p, err := f.Purge(rt.Context(), vault.Approval{Digest: review.Digest, Count: due}, nil)
	f.must(err)
	if p.Done != due || p.Digest != review.Digest || p.Counts != review.Counts || p.Residue != 0 {
		rt.Fatalf("done %+v\nreviewed %+v (%d)", p, review.Counts, due)
	}
	difference := less(before, f.counts())
	difference.Requests, difference.LogRows = p.Counts.Requests, p.Counts.LogRows
	if p.Counts != difference {
		rt.Fatalf("certified %+v\ndifference %+v", p.Counts, difference)
	}
	if hidden := f.paper.run(f.today); hidden != p.Counts.Anonymised {
		rt.Fatalf("%d made anonymous, %d by the paper", p.Counts.Anonymised, hidden)
	}
	f.compare()
	for _, s := range f.paper.slips { // whatever is over and there is told with its reason
		if !s.gone && f.today > f.paper.last(s) && !slices.ContainsFunc(review.Decisions, func(d app.Decision) bool {
			return d.Do == app.Keep && d.Because != "" && (d.Record == s.id || s.class == app.ClassTechnical && d.Record == s.id+"/technical")
		}) && !(s.class == app.ClassTechnical && f.told(review, s.id)) {
			rt.Fatalf("%s of %s is over and not told", s.class, s.from)
		}
	}
	f.must(f.View(func(tx *vault.Tx) error { _, err := tx.VerifyAudit(); return err }))
	f.runs++
}

func (f *firm) told(r app.Review, contact string) bool {
	return slices.ContainsFunc(r.Decisions, func(d app.Decision) bool { return d.Record == contact && d.Do == app.Keep })
}

func (f *firm) counts() (c app.Counts) {
	f.must(f.View(func(tx *vault.Tx) (err error) { c, err = countRows(tx); return err }))
	return c
}

func (f *firm) compare() {
	there, err := vaultHolds(f.V)
	f.must(err)
	if wrong := apart(f.paper.holds(), there); wrong != "" {
		f.r.Fatalf("%s:\n%s", f.today, wrong)
	}
}

// A contact that has gone because its own time was over counts still for the card,
// also for one that two cards have become, and for each when they are two again.
func TestTheDayOfAContactThatWentFollowsAMerge(t *testing.T) {
	v := vaulttest.New(t)
	preset(t, v, "app2day")
	kept := v.Customer(app.Customer{Name: "Jäävä", CreatedOn: "2024-01-01"})
	other := v.Customer(app.Customer{Name: "Sulautuva", CreatedOn: "2024-02-01"})
	talk(t, v, other, "2026-09-01", "Viimeinen")
	if _, err := v.Purge(t.Context(), vault.Approval{}, nil); err != nil {
		t.Fatal(err)
	}
	needed := func(c app.Customer, want app.Day) {
		t.Helper()
		read(t, v, func(tx *vault.Tx) error {
			d, err := tx.Decision(c.ID)
			if d.LastNeeded.On != want {
				t.Errorf("%s was last needed on %s, want %s", c.Name, d.LastNeeded.On, want)
			}
			return err
		})
	}
	needed(other, "2026-09-01")
	change(t, v, func(tx *vault.Tx) error { _, err := tx.Merge(kept.ID, other.ID, nil); return err })
	needed(kept, "2026-09-01")
	change(t, v, func(tx *vault.Tx) error { _, err := tx.Unmerge(kept.ID); return err })
	needed(kept, "2024-01-01")
	needed(other, "2026-09-01")
}

// An import that is taken back leaves what a hold or an open request keeps.
func TestTakingAnImportBackLeavesWhatIsKept(t *testing.T) {
	v := vaulttest.New(t)
	for name, keep := range map[string]func(tx *vault.Tx, id string) error{
		"hold": func(tx *vault.Tx, id string) error {
			_, err := tx.PlaceHold(app.Hold{CustomerID: id, Reason: "riita", ReviewOn: "2027-01-01"})
			return err
		},
		"request": func(tx *vault.Tx, id string) error {
			_, err := tx.RegisterRequest(app.Request{Kind: app.AskAccess, CustomerID: id, Channel: app.Email, Words: "Mitä tiedätte?"})
			return err
		},
	} {
		var batch string
		var c app.Customer
		change(t, v, func(tx *vault.Tx) (err error) {
			if batch, err = tx.StartBatch("customers", name+".csv", name); err != nil {
				return err
			}
			c, err = tx.BatchAdd(batch, 1, app.Customer{Name: "Tuotu " + name})
			return errors.Join(err, tx.EndBatch(batch, 1, 0, 0), keep(tx, c.ID))
		})
		u, err := v.UndoBatch(t.Context(), batch, nil)
		if err != nil || u.Removed != 0 || u.Kept != 1 {
			t.Errorf("%s: %+v, %v", name, u, err)
		}
		read(t, v, func(tx *vault.Tx) error { _, err := tx.Customer(c.ID); return err })
	}
}
