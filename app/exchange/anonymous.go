package exchange

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// MaskWords gives the words of a language that stand in the places of marks.
func MaskWords(lang app.Lang) (func(mask string) string, error) {
	words, err := trainingWords(lang)
	return func(mask string) string { return words["mask."+mask] }, err
}

// InWords is a conversation without names as people read it: words of a language
// stand where the marks were.
func InWords(a app.Anonymous, word func(mask string) string) app.Anonymous {
	a.Text = app.Unmarked(a.Text, word)
	return a
}

// WriteAnonymous writes all conversations that stay without whose they were, the
// newest month first, and writes down that it was done. form is TrainingText or
// TrainingJSON (a line for each). It gives their number.
func WriteAnonymous(ctx context.Context, v *vault.Vault, lang app.Lang, form string, w io.Writer) (n int, err error) {
	words, err := trainingWords(lang)
	if err != nil {
		return 0, err
	}
	word := func(mask string) string { return words["mask."+mask] }
	out := bufio.NewWriter(w)
	put := func(n int, a app.Anonymous) error { return anonymousText(out, n, a, words) }
	if form == TrainingJSON {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		put = func(_ int, a app.Anonymous) error { return enc.Encode(a) }
	} else if form != TrainingText {
		return 0, app.E("choice-invalid", "form", "value", form, "choices", TrainingText+" "+TrainingJSON)
	}
	err = v.Update(func(tx *vault.Tx) error {
		all, _, err := tx.Anonymous(0, 0)
		if err != nil {
			return err
		}
		for _, a := range all {
			if ctx.Err() != nil {
				return app.E("cancelled", "")
			}
			n++
			if err := put(n, InWords(a, word)); err != nil {
				return err
			}
		}
		return tx.Audited("anonymous-exported", "")
	})
	if err == nil {
		err = out.Flush()
	}
	return n, err
}

func anonymousText(w io.Writer, n int, a app.Anonymous, words map[string]string) error {
	head := []string{words["channel."+string(a.Channel)] + " " + words["direction."+string(a.Direction)]}
	if a.Purpose != "" {
		head = append(head, words["purpose."+string(a.Purpose)])
	}
	head = append(head, a.Month)
	_, err := fmt.Fprintf(w, "%d. %s\n%s\n\n", n, strings.Join(head, " · "), a.Text)
	return err
}
