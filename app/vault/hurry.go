package vault

import (
	"context"
	"errors"
)

// ErrHurry is the cause of a cancelling (context.Cause) that nobody wished for: the
// machine is about to sleep. A run that it stops is not given up, and the next opening
// goes on with it.
var ErrHurry = errors.New("the machine is about to sleep")

// Hurry ends what an erasure still does to the bytes once its rows are gone, for who
// is about to close the vault and has seconds. The next opening makes up for it.
func (v *Vault) Hurry() { v.hurry() }

// givenUp says whether ctx was cancelled because somebody wanted so.
func givenUp(ctx context.Context) bool {
	return ctx.Err() != nil && !errors.Is(context.Cause(ctx), ErrHurry)
}
