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
		if err := in.access(tx); err != nil {
			return err
		}
	case app.LetterErased:
		err = in.erased(tx)
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
	return in.recipients(tx)
}

// access is all that was found of the person; where nobody has searched yet, the
// card that the request names.
func (in *LetterInput) access(tx *vault.Tx) error {
	w, err := wordsFor(in.Lang)
	if err != nil {
		return err
	}
	access, err := AccessOfRequest(tx, in.Request.ID, in.Lang, w.text("hidden.mark"))
	if err != nil {
		return err
	}
	if access.Customer.ID == "" && in.Customer.ID != "" && len(access.Aside) == 0 {
		if access, err = AccessOf(tx, in.Customer.ID, in.Lang); err != nil {
			return err
		}
	}
	access.Places = in.Places
	in.Access = &access
	return nil
}

// erased is what the erasure did, when there was one.
func (in *LetterInput) erased(tx *vault.Tx) error {
	o, err := tx.ErasureOf(in.Request.ID)
	if errors.Is(err, app.E("not-found", "")) {
		return nil
	}
	in.Erased = &o
	return err
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

// recipients names those to whom the data were given: who knows of what was done
// because of the request, who is yet to be told, and who cannot be.
func (in *LetterInput) recipients(tx *vault.Tx) error {
	tasks, err := tx.TasksOfRequest(in.Request.ID)
	for _, t := range tasks {
		switch {
		case t.Kind != app.TaskNotify:
		case t.DoneOn == "":
			in.ToTell = append(in.ToTell, t.Place)
		case t.Outcome == app.TaskDone:
			in.Told = append(in.Told, t.Place)
		default:
			in.Untold = append(in.Untold, t.Place)
		}
	}
	return err
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
