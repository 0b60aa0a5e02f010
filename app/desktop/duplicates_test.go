package desktop

import (
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
)

// duplicatesStory meets two cards of one customer, and two customers on one phone.
func duplicatesStory(b *bench) {
	b.Helper()
	before := do[DuplicatePage](b, "Duplicates.List", 1000).Total
	one := do[Card](b, "Customers.Add", []FieldValue{{"name", "Kerttu Kahdesti"}, {"phone", "040 555 0177"}, {"town", "Kuopio"}}).Customer
	if alike := do[[]vault.Alike](b, "Duplicates.Like", []FieldValue{{"name", "kahdesti, KERTTU"}}); len(alike) != 1 || alike[0].Customer.ID != one.ID || !slices.Equal(alike[0].By, app.Likeness{app.ByName}) {
		b.Fatalf("alike: %+v", alike)
	}
	if alike := do[[]vault.Alike](b, "Duplicates.Like", []FieldValue{{"phone", "+358 40 555 0177"}, {"name", "Toinen Ihminen"}}); len(alike) != 1 || alike[0].By[0] != app.ByPhone {
		b.Fatalf("alike: %+v", alike)
	}
	refused(b, "not-found", "Duplicates.Like", []FieldValue{{"shoeSize", "44"}})
	two := do[Card](b, "Customers.Add", []FieldValue{{"name", "Kerttu  KAHDESTI"}, {"phone", "0405550177"}, {"email", "kerttu@kahdesti.example"}}).Customer
	do[app.Contact](b, "Contacts.Add", app.Contact{CustomerID: two.ID, On: "2026-11-20", Channel: app.Phone, Direction: app.In, Text: "kysyi hinnastoa"})
	page := do[DuplicatePage](b, "Duplicates.List", 1000)
	if page.Total != before+1 {
		b.Fatalf("%d pairs, there were %d", page.Total, before)
	}
	do[none](b, "Duplicates.Different", two.ID, one.ID)
	if n := do[DuplicatePage](b, "Duplicates.List", 1000).Total; n != before {
		b.Fatalf("a pair that is two people is still offered: %d", n)
	}
	do[none](b, "Duplicates.NotDifferent", one.ID, two.ID)
	refused(b, "merge-itself", "Duplicates.Offer", one.ID, one.ID)
	offer := do[MergeOffer](b, "Duplicates.Offer", one.ID, two.ID)
	if !slices.Equal(offer.Left.Gaps, []string{"email"}) || !slices.Equal(offer.Right.Gaps, []string{"town"}) || len(offer.Right.Moves) != 1 || offer.Right.Moves[0] != (vault.Moves{Table: "contacts", Count: 1}) {
		b.Fatalf("offer: %+v", offer)
	}
	if m := do[MergeUndo](b, "Duplicates.Last", one.ID); m.Possible {
		b.Fatalf("there is nothing to undo: %+v", m)
	}
	refused(b, "merge-none", "Duplicates.Undo", one.ID)
	merges := do[app.Review](b, "Retention.Review", 0).Merges // the invented data has some of its own
	merged := do[vault.Merged](b, "Duplicates.Merge", one.ID, two.ID, []string{"email", "number"})
	if merged.Kept.Email != two.Email || merged.Kept.Number != two.Number || merged.Kept.Town != "Kuopio" {
		b.Fatalf("merged: %+v", merged)
	}
	refused(b, "not-found", "Customers.Open", two.ID)
	if m := do[MergeUndo](b, "Duplicates.Last", one.ID); !m.Possible || m.Name != two.Name {
		b.Fatalf("last merge: %+v", m)
	}
	if r := do[app.Review](b, "Retention.Review", 0); r.Merges != merges+1 {
		b.Fatalf("the review counts %d merges, %d before", r.Merges, merges)
	}
	back := do[vault.Merged](b, "Duplicates.Undo", one.ID)
	if back.Kept.Number != one.Number || back.Other.Email != two.Email || back.Stayed != 0 || len(back.Fields) != 0 {
		b.Fatalf("back: %+v", back)
	}
	if t := do[TimelinePage](b, "Customers.Timeline", two.ID, TimelineQuery{Limit: 10}); t.Total != 2 {
		b.Fatalf("the other card has %d lines", t.Total)
	}
}

func TestDuplicatesByThemselves(t *testing.T) { duplicatesStory(opened(t)) }
