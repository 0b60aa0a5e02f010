package printout

import (
	"cmp"
	"errors"

	"kortisto/app"
	"kortisto/app/vault"
)

// LetterOf gathers, in one transaction, what a letter of a request is written
// from. Language empty: the request's own. Paragraphs nil: as drafted.
func LetterOf(tx *vault.Tx, requestID string, kind app.LetterKind, lang app.Lang, paragraphs []string) (in LetterInput, err error) {
	in = LetterInput{Lang: lang, Today: tx.Today, Kind: kind, Paragraphs: paragraphs}
	if in.Request, err = tx.Request(requestID); err != nil {
		return in, err
	}
	if in.Firm, err = tx.Firm(); err != nil {
		return in, err
	}
	if in.Places, err = tx.Places(); err != nil {
		return in, err
	}
	if in.Request.CustomerID != "" {
		if in.Customer, err = tx.Customer(in.Request.CustomerID); err != nil {
			return in, err
		}
	}
	in.Lang = cmp.Or(in.Lang, in.Request.Language, in.Customer.Language, app.Finnish)
	return in, in.more(tx)
}

// more is what only some letters tell.
func (in *LetterInput) more(tx *vault.Tx) (err error) {
	switch in.Kind {
	case app.LetterAccess:
		access, err := in.answer(tx)
		if err != nil {
			return err
		}
		in.Access = &access
	case app.LetterErased:
		done, err := tx.ErasureOf(in.Request.ID)
		if err == nil {
			in.Erased = &done
		} else if !errors.Is(err, app.E("not-found", "")) { // nothing erased: its day is missing in the letter
			return err
		}
	case app.LetterRestricted, app.LetterLifting, app.LetterObjectionNot:
		if in.Customer.ID != "" {
			err = in.restriction(tx)
		}
	case app.LetterRecipient:
		in.Addressee, err = addressee(tx, in.Request.ID, in.Places)
	}
	if err != nil {
		return err
	}
	in.Told, err = told(tx, in.Request.ID)
	return err
}

// answer is all that was found of who asks. What is about others is hidden, and
// says so.
func (in *LetterInput) answer(tx *vault.Tx) (AccessInput, error) {
	w, err := wordsFor(in.Lang)
	if err != nil {
		return AccessInput{}, err
	}
	access, err := AccessOfRequest(tx, in.Request.ID, in.Lang, w.text("access.hidden"))
	access.Places = in.Places
	return access, err
}

// restriction is the one that stands, that of this request before others.
func (in *LetterInput) restriction(tx *vault.Tx) error {
	all, err := tx.Restricted(in.Customer.ID)
	for _, r := range all {
		if in.Restricted == nil || r.RequestID == in.Request.ID {
			in.Restricted = &r
		}
	}
	return err
}

// told names the recipients who know of what was done because of a request.
func told(tx *vault.Tx, requestID string) (names []string, err error) {
	tasks, err := tx.TasksOfRequest(requestID)
	for _, t := range tasks {
		if t.Kind == app.TaskNotify && t.Outcome == app.TaskDone {
			names = append(names, t.Place)
		}
	}
	return names, err
}

// addressee is the recipient who is to be told next, when there is one.
func addressee(tx *vault.Tx, requestID string, places []app.Place) (string, error) {
	tasks, err := tx.TasksOfRequest(requestID)
	if err != nil {
		return "", err
	}
	for _, t := range tasks {
		if t.Kind != app.TaskNotify || t.DoneOn != "" {
			continue
		}
		for _, p := range places {
			if p.ID == t.PlaceID && p.Email != "" {
				return p.Name + "\n" + p.Email, nil
			}
		}
		return t.Place, nil
	}
	return "", nil
}
