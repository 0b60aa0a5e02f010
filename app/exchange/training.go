package exchange

import (
	"bufio"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

//go:embed texts/training_*.json
var trainingTexts embed.FS

// Training is a file to learn from, or what would be in it.
type Training struct {
	Contacts int                `json:"contacts"`
	Replaced []app.MaskedCount  `json:"replaced"` // what was taken out of the texts, the most frequent first
	Sample   []app.TrainingItem `json:"sample"`   // the first ones
	// Restricted counts the contacts that were left out, for they are of customers
	// whose data must not be used (GDPR Art. 18).
	Restricted int `json:"restricted"`
}

// Forms in which the file is written.
const (
	TrainingText = "text"
	TrainingJSON = "json"
)

const trainingSample = 5

// PreviewTraining tells what a file of the chosen contacts would hold, and what
// would be taken out of their texts, in words of a language.
func PreviewTraining(ctx context.Context, v *vault.Vault, choice app.TrainingChoice, lang app.Lang, progress vault.Progress) (t Training, err error) {
	words, err := trainingWords(lang)
	if err != nil {
		return t, err
	}
	err = v.View(func(tx *vault.Tx) error {
		t, err = training(ctx, tx, choice, words, progress, func(app.TrainingItem) error { return nil })
		return err
	})
	return t, err
}

// WriteTraining writes the file, and writes down that it was written. What it
// holds is what the preview showed.
func WriteTraining(ctx context.Context, v *vault.Vault, choice app.TrainingChoice, lang app.Lang, form string, w io.Writer, progress vault.Progress) (t Training, err error) {
	words, err := trainingWords(lang)
	if err != nil {
		return t, err
	}
	out := bufio.NewWriter(w)
	put := func(item app.TrainingItem) error { return trainingText(out, item, words) }
	if form == TrainingJSON {
		enc := json.NewEncoder(out) // a line for each: such files are read line by line
		enc.SetEscapeHTML(false)
		put = func(item app.TrainingItem) error { return enc.Encode(item) }
	} else if form != TrainingText {
		return t, app.E("choice-invalid", "form", "value", form, "choices", TrainingText+" "+TrainingJSON)
	}
	err = v.Update(func(tx *vault.Tx) error {
		if t, err = training(ctx, tx, choice, words, progress, put); err != nil {
			return err
		}
		return tx.Audited("training-exported", "")
	})
	if err == nil {
		err = out.Flush()
	}
	return t, err
}

func training(ctx context.Context, tx *vault.Tx, choice app.TrainingChoice, words map[string]string, progress vault.Progress, put func(app.TrainingItem) error) (Training, error) {
	t := Training{Sample: []app.TrainingItem{}}
	replaced, err := tx.Training(choice, func(mask string) string { return words["mask."+mask] }, func(item app.TrainingItem, done, total int) error {
		if ctx.Err() != nil {
			return app.E("cancelled", "")
		}
		if progress != nil {
			progress("training", int64(done), int64(total))
		}
		if t.Contacts++; len(t.Sample) < trainingSample {
			t.Sample = append(t.Sample, item)
		}
		return put(item)
	})
	if err != nil {
		return t, err
	}
	t.Replaced = replaced
	t.Restricted, err = tx.TrainingLeft(choice)
	return t, err
}

func trainingText(w io.Writer, item app.TrainingItem, words map[string]string) error {
	head := []string{words["channel."+string(item.Channel)] + " " + words["direction."+string(item.Direction)]}
	if item.Purpose != "" {
		head = append(head, words["purpose."+string(item.Purpose)])
	}
	head = append(head, item.Month)
	if item.Seconds > 0 {
		head = append(head, fmt.Sprintf("%d:%02d", item.Seconds/60, item.Seconds%60))
	}
	lines := []string{fmt.Sprintf("%d. %s", item.Number, strings.Join(head, " · "))}
	if item.Subject != "" {
		lines = append(lines, words["say.subject"]+": "+item.Subject)
	}
	if item.Text != "" {
		lines = append(lines, item.Text)
	}
	for _, m := range item.Messages {
		if m.Text != "" {
			lines = append(lines, words["role."+string(m.Role)]+": "+m.Text)
		}
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n\n")
	return err
}

func trainingWords(lang app.Lang) (words map[string]string, err error) {
	if !slices.Contains(app.Langs(), lang) {
		return nil, app.E("choice-invalid", "language", "value", string(lang))
	}
	b, err := trainingTexts.ReadFile("texts/training_" + string(lang) + ".json")
	if err == nil {
		err = json.Unmarshal(b, &words)
	}
	return words, err
}
