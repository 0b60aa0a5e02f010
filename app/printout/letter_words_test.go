package printout

import (
	"strings"

	"kortisto/app"
)

// allGroups are groups and those of the letters.
func allGroups() map[string][]string {
	all := groups()
	for group, codes := range letterGroups() {
		all[group] = append(all[group], codes...)
	}
	return all
}

func letterGroups() map[string][]string {
	var places []string
	for key := range must(wordsFor(app.Finnish)) {
		if name, ok := strings.CutPrefix(key, "place."); ok {
			places = append(places, name)
		}
	}
	asks := append(codes(app.RequestKinds()...), "marketing")
	classes := app.Classes()
	for _, c := range app.EraseClasses() {
		if c != app.ClassCopies && c != app.ClassBackups { // told of beside the tables
			classes = append(classes, c)
		}
	}
	var provisions []string
	for _, p := range app.Presets() {
		for _, r := range p.Policy {
			provisions = append(provisions, r.Basis)
		}
	}
	var columns = func(table string) (out []string) {
		for _, c := range app.AccessColumns(table) {
			out = append(out, c.Name)
		}
		return out
	}
	more := []string{"elsewhere", "restrictions"}
	return map[string][]string{
		"letter_title": codes(app.LetterKinds()...), "recipient_title": codes(app.AskRectify, app.AskErase, app.AskRestrict),
		"letter": {"recipient.rectify", "recipient.erase", "recipient.restrict"},
		"asks":   asks, "restriction": codes(app.RestrictionGrounds()...), "refusing": app.RefuseGrounds(), "place": places,
		"verified": codes(app.KnownEmail, app.CallBack, app.InPerson, app.StrongID), "handles": {"processor", "independent"},
		"withheld": app.RedactReasons(), "data": classes, "does": codes(app.DoesErase, app.DoesMask),
		"stays":          {app.BecauseHold, app.BecauseReceivable, app.BecauseRestricted, app.BecauseRequest, app.BecauseRefusal, app.BecauseFile, app.BecauseLog},
		"provision":      append(provisions, "gdpr-12-3", "gdpr-17-3-e", "gdpr-18-2", "gdpr-21-3"),
		"place_register": {"customers", "requests", "contact_persons", "contacts", "messages", "attachments", "deliveries", "disclosures", "holds"},
		"restrictions":   columns("restrictions"), "restriction_uses": columns("restriction_uses"), "letters": columns("letters"),
		"use": codes(app.UseGrounds()...), "used": app.UseCodes(), "way": app.LetterWays(),
		"register": more, "found": {"elsewhere.one", "elsewhere.other", "restrictions.one", "restrictions.other"}, "category": more,
		"purpose": {"restriction", "request"}, "basis": {"restriction", "request"},
		"term": {"processor", "recipient"}, "meaning": {"processor", "recipient"},
		"annex": {"invoices"}, "action": {"letter-issued"}, "given": {"letter-access", "letter-portable"},
	}
}
