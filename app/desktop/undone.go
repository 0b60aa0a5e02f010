package desktop

import (
	"errors"

	"kortisto/app"
)

// undone is what is needed to take back what was done to a contact. It is kept in
// memory alone, and gone when the vault is locked.
type undone struct {
	whole    app.WholeContact // as it was when it was deleted
	answered []app.Contact    // what waited before it was logged
}

// mostUndone is as deep as the window's own memory of what can be undone.
const mostUndone = 200

func (sh *shell) remembered(id string, u undone) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.v == nil || u.whole.Contact.ID == "" && len(u.answered) == 0 {
		return
	}
	if _, known := sh.undo[id]; !known {
		sh.undoOrder = append(sh.undoOrder, id)
	}
	sh.undo[id] = u
	if len(sh.undoOrder) > mostUndone {
		delete(sh.undo, sh.undoOrder[0])
		sh.undoOrder = sh.undoOrder[1:]
	}
}

// forgetUndone lets go of what could be taken back: what was erased meanwhile must not
// come back with it, neither whole nor as words in another's contact.
func (sh *shell) forgetUndone() {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.undo, sh.undoOrder = map[string]undone{}, nil
}

func (sh *shell) recall(id string) undone {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return sh.undo[id]
}

func isGone(err error) bool { return errors.Is(err, app.E("not-found", "")) }
