package app

import "slices"

// LetterKinds in the order in which a request goes through them.
func LetterKinds() []LetterKind {
	return []LetterKind{
		LetterConfirm, LetterIdentity, LetterClarify, LetterExtend, LetterRefuse, LetterAccess, LetterRectified, LetterNotRectified,
		LetterErased, LetterRestricted, LetterLifting, LetterPortable, LetterMarketingOff, LetterObjection, LetterObjectionNot,
		LetterWithdrawn, LetterRecipient,
	}
}

// Ways in which a letter reaches the person.
const (
	WayPaper    = "paper"
	WayEmail    = "email-encrypted"
	WayInPerson = "in-person"
)

// LetterWays in the order in which they are offered.
func LetterWays() []string { return []string{WayPaper, WayEmail, WayInPerson} }

// LettersFor are the letters that a request may need, by what is asked: those of
// the way to an answer first, then the answers. What is sent to the recipients
// of the data (GDPR Art. 19) is the last.
func LettersFor(r Request) []LetterKind {
	out := []LetterKind{LetterConfirm}
	if r.Kind != AskWithdraw && !r.Marketing { // for these the address is enough
		out = append(out, LetterIdentity)
	}
	out = append(out, LetterClarify, LetterExtend)
	switch r.Kind {
	case AskAccess:
		out = append(out, LetterAccess)
	case AskRectify:
		out = append(out, LetterRectified, LetterNotRectified, LetterRestricted, LetterLifting, LetterRecipient)
	case AskErase:
		out = append(out, LetterErased, LetterRecipient)
	case AskRestrict:
		out = append(out, LetterRestricted, LetterLifting, LetterRecipient)
	case AskPort:
		out = append(out, LetterPortable)
	case AskObject:
		if r.Marketing { // absolute: it is never weighed nor refused (Art. 21(3))
			return append(slices.Clone(out[:1]), LetterMarketingOff)
		}
		out = append(out, LetterObjection, LetterObjectionNot, LetterRestricted, LetterLifting, LetterRecipient)
	case AskWithdraw:
		return append(slices.Clone(out[:1]), LetterWithdrawn)
	}
	return append(out, LetterRefuse)
}

// LetterDraft is a letter before it is issued: the paragraphs that the owner may
// write anew. What the law demands of the letter is printed around them.
type LetterDraft struct {
	Kind       LetterKind `json:"kind"`
	Language   Lang       `json:"language"`
	Paragraphs []string   `json:"paragraphs"` // an empty one is left out of the letter
	Missing    []string   `json:"missing"`    // places that nothing is known for: [syy]. Nothing is printed while one is left
}

// Discloses says whether the letter gives the person their data.
func (l IssuedLetter) Discloses() bool { return l.Kind == LetterAccess || l.Kind == LetterPortable }

// answers are the letters by which a request is answered.
var answers = []LetterKind{
	LetterAccess, LetterPortable, LetterRectified, LetterNotRectified, LetterErased, LetterRestricted, LetterObjection, LetterObjectionNot,
}

// MayIssue judges whether a letter of a request may go out: it must be one that the
// request can need ("choice-invalid"), and an answer waits until it is known who asks
// ("request-identity", GDPR Art. 12(6)). That the data are restricted while an
// objection is weighed is told before.
func (r Request) MayIssue(kind LetterKind) error {
	if slices.Contains(LetterKinds(), kind) && !slices.Contains(LettersFor(r), kind) {
		return E("choice-invalid", "kind", "value", string(kind))
	}
	meanwhile := r.Kind == AskObject && kind == LetterRestricted
	if slices.Contains(answers, kind) && !meanwhile && !r.Identified() {
		return E("request-identity", "")
	}
	return nil
}

// Check judges a letter that is about to be written down.
func (l IssuedLetter) Check() Errors {
	return slices.Concat(
		checkChoice("kind", l.Kind, LetterKinds()),
		checkChoice("language", l.Language, Langs()),
		checkChoice("way", l.Way, LetterWays()),
	)
}
