package app

import "slices"

// RestrictionGround is why processing is restricted (GDPR Art. 18(1)).
type RestrictionGround string

const (
	GroundAccuracy  RestrictionGround = "accuracy"  // a: contested, while it is checked
	GroundUnlawful  RestrictionGround = "unlawful"  // b: unlawful, and the person wants no erasure
	GroundClaims    RestrictionGround = "claims"    // c: the person needs the data for a legal claim
	GroundObjection RestrictionGround = "objection" // d: while an objection is weighed
)

// RestrictionGrounds in the order of the Article.
func RestrictionGrounds() []RestrictionGround {
	return []RestrictionGround{GroundAccuracy, GroundUnlawful, GroundClaims, GroundObjection}
}

// UseGround is why restricted data are used all the same (GDPR Art. 18(2)).
type UseGround string

const (
	UseConsent        UseGround = "consent"         // the person agrees
	UseClaims         UseGround = "claims"          // a legal claim
	UseRights         UseGround = "rights"          // protection of another's rights
	UsePublicInterest UseGround = "public-interest" // important public interest
)

// UseGrounds in the order of the Article.
func UseGrounds() []UseGround {
	return []UseGround{UseConsent, UseClaims, UseRights, UsePublicInterest}
}

// Restriction keeps a customer's data from being used: they are stored and nothing
// else, until it is lifted.
type Restriction struct {
	ID         string            `json:"id"`
	CustomerID string            `json:"customerId"`
	RequestID  string            `json:"requestId"` // that it came from; may be empty
	Ground     RestrictionGround `json:"ground"`
	Scope      string            `json:"scope"` // which data, in words; empty: all
	From       Day               `json:"from"`
	ReviewOn   Day               `json:"reviewOn"`
	NoticeOn   Day               `json:"noticeOn"` // when the person was told that it will be lifted (Art. 18(3))
	LiftedOn   Day               `json:"liftedOn"` // empty while it stands; never before NoticeOn
}

// RestrictionUse is one use of restricted data, and its ground.
type RestrictionUse struct {
	ID            string    `json:"id"`
	RestrictionID string    `json:"restrictionId"`
	On            Day       `json:"on"`
	Ground        UseGround `json:"ground"`
	What          string    `json:"what"` // a code (edit, export, mailing, …) or the owner's words
	Reason        string    `json:"reason"`
}

// What restricted data may be used for under one of the UseGrounds. A use that is
// written down with one of these codes lets that pass for the day; any other use
// is kept in the owner's words, and opens nothing.
const (
	UseEdit     = "edit"     // the card, its persons, entries, permissions are changed
	UseErase    = "erase"    // entries, files or list entries are deleted
	UseMerge    = "merge"    // the card becomes one with another
	UseExport   = "export"   // the data leave in a file
	UseDisclose = "disclose" // they are given to somebody else than the person
)

// UseCodes in the order in which they are offered. Marketing is not among them:
// nothing of Art. 18(2) makes a letter of marketing of it.
func UseCodes() []string { return []string{UseEdit, UseErase, UseMerge, UseExport, UseDisclose} }

// Standing says whether the restriction is still in force.
func (r Restriction) Standing() bool { return r.LiftedOn == "" }

// Normalised is the restriction as it is kept: it begins today and is looked at
// again in a month where nobody says otherwise.
func (r Restriction) Normalised(today Day) Restriction {
	r.Ground, r.Scope = choice(r.Ground), paragraphs(r.Scope)
	r.From, r.ReviewOn = orElse(Day(line(string(r.From))), today), Day(line(string(r.ReviewOn)))
	if r.ReviewOn == "" && r.From.Valid() {
		r.ReviewOn = max(r.From, today).AddMonths(1)
	}
	return r
}

// Check judges a normalised restriction that is about to be placed.
func (r Restriction) Check(today Day) Errors {
	problems := slices.Concat(
		checkChoice("ground", r.Ground, RestrictionGrounds()),
		checkParagraphs("scope", r.Scope, MaxReason),
		checkDay("from", r.From, today),
	)
	switch {
	case !r.ReviewOn.Valid():
		problems = append(problems, E("day-invalid", "reviewOn", "value", string(r.ReviewOn)))
	case r.ReviewOn <= today:
		problems = append(problems, E("day-past", "reviewOn", "value", string(r.ReviewOn), "today", string(today)))
	}
	return problems
}

// Lifted is the restriction without force from today on. The person has to be told
// before that (GDPR Art. 18(3)): notice is the day of it; empty is the one that was
// recorded before. Without one, or with one from before the restriction, it is
// lift-notice-missing; a day that has not come yet is day-future.
func (r Restriction) Lifted(notice, today Day) (Restriction, error) {
	notice = orElse(Day(line(string(notice))), r.NoticeOn)
	if notice == "" || notice.Valid() && notice < r.From {
		return r, E("lift-notice-missing", "noticeOn")
	}
	if err := checkDay("noticeOn", notice, today).OrNil(); err != nil {
		return r, err
	}
	r.NoticeOn, r.LiftedOn = notice, today
	return r, nil
}

// Guard is what the restriction says to the retention rules: nothing of the
// customer goes while it stands.
func (r Restriction) Guard() Guard {
	return Guard{Because: BecauseRestricted, Until: r.ReviewOn, Ref: r.ID, Text: string(r.Ground)}
}

// Normalised is the use as it is kept.
func (u RestrictionUse) Normalised() RestrictionUse {
	u.Ground, u.What, u.Reason = choice(u.Ground), line(u.What), paragraphs(u.Reason)
	return u
}

// Check judges a normalised use: each has one of the four grounds, and says why.
func (u RestrictionUse) Check() Errors {
	problems := checkChoice("ground", u.Ground, UseGrounds())
	for _, f := range []struct{ name, value string }{{"what", u.What}, {"reason", u.Reason}} {
		if f.value == "" {
			problems = append(problems, E("required", f.name))
		}
	}
	return slices.Concat(problems, checkLine("what", u.What, MaxLine), checkParagraphs("reason", u.Reason, MaxReason))
}

// MayUse says whether data under these restrictions may be used for what on a day:
// always where none stands, else where a use for it was written down on that day.
func MayUse(all []Restriction, uses []RestrictionUse, what string, on Day) error {
	at := slices.IndexFunc(all, Restriction.Standing)
	if at < 0 || slices.ContainsFunc(uses, func(u RestrictionUse) bool { return u.On == on && u.What == what }) {
		return nil
	}
	return E("restricted", "", "what", what, "ground", string(all[at].Ground))
}

// Restricted says whether a restriction guards the file.
func (f File) Restricted() bool {
	return slices.ContainsFunc(f.Guards, func(g Guard) bool { return g.Because == BecauseRestricted })
}
