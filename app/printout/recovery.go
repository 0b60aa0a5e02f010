package printout

import "kortisto/app"

// RecoveryInput is what the recovery sheet needs. Key is the age secret key
// itself (AGE-SECRET-KEY-1…), so that age's own tools can use what is printed.
type RecoveryInput struct {
	Firm  app.Firm
	Lang  app.Lang // which language comes first; all three are printed
	Today app.Day
	Key   string
}

// groupSize is how many characters stand together on the sheet.
const groupSize = 4

// Groups cuts a key into the groups of the recovery sheet, first group first.
// Joined without blanks they are the key. The window asks for some of them.
func Groups(key string) []string {
	var out []string
	for len(key) > groupSize {
		out = append(out, key[:groupSize])
		key = key[groupSize:]
	}
	return append(out, key)
}

// Recovery is the sheet that opens the register when the passphrase is
// forgotten: the key in numbered groups and as a QR code, and what to do with
// it in all three languages. An empty key is refused.
func Recovery(in RecoveryInput) (Document, error) {
	if in.Key == "" {
		return Document{}, app.E("required", "key")
	}
	l, err := newLetter(in.Firm, in.Lang, in.Today, "")
	if err != nil {
		return Document{}, err
	}
	l.doc.Title = l.text("recovery.title")
	l.say("recovery.opens", "firm", in.Firm.Name)
	l.add(Key{Groups: Groups(in.Key), Payload: in.Key, Alt: l.text("recovery.alt")})
	for _, lang := range firstOf(in.Lang) {
		w, err := wordsFor(lang)
		if err != nil {
			return Document{}, err
		}
		steps := List{}
		for _, key := range []string{"install", "choose", "enter", "passphrase"} {
			steps.Items = append(steps.Items, w.text("recovery.step."+key, "n", w.number(len(Groups(in.Key)))))
		}
		l.add(In{Lang: lang, Blocks: []Block{
			Heading{Level: 2, Text: w.text("recovery.how")},
			text(w.text("recovery.keep")), steps, text(w.text("recovery.without")),
		}})
	}
	return l.doc, nil
}

// firstOf is all languages, the given one first.
func firstOf(lang app.Lang) []app.Lang {
	out := []app.Lang{}
	for _, l := range app.Langs() {
		if l == lang {
			out = append([]app.Lang{l}, out...)
		} else {
			out = append(out, l)
		}
	}
	return out
}
