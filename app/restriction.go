package app

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
