package programtest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// command is one call of the program and what the vault holds when it is done.
type command struct {
	name  string
	args  []string
	after register
	last  bool // the vault is given up after it
}

// harmless commands change nothing that the register tells.
func (w *workplace) harmless() command {
	all := []command{
		{name: "find", args: []string{"find", "Asiakas"}},
		{name: "verify", args: []string{"verify"}},
		{name: "compact", args: []string{"compact"}},
	}
	return all[w.r.IntN(len(all))]
}

// next draws a command that fits what the vault holds.
func (w *workplace) next() command {
	if w.rounds > lifetime {
		return w.changePassphrase()
	}
	for {
		made := w.draw()
		if made.args == nil {
			continue // nothing in the vault that it could be done to
		}
		w.c.Add("commands", 1)
		return made
	}
}

func (w *workplace) draw() command {
	r := w.was.register.clone()
	switch n := w.r.IntN(32); {
	case n < 6 && len(r.cards) < 60:
		return w.add(r, n < 3)
	case n < 9:
		return w.edit(r)
	case n < 14:
		return w.contact(r)
	case n < 16:
		return w.delivery(r)
	case n < 18:
		return w.consent(r)
	case n < 20:
		return w.hold(r)
	case n < 21:
		return w.lift(r)
	case n < 23:
		return w.open(r)
	case n < 24:
		return w.step(r)
	case n < 26:
		return w.bringIn(r)
	case n < 27:
		return w.undo(r)
	case n < 29 || len(r.cards) >= 60:
		return w.purge(r)
	case n < 31:
		return command{name: "compact", args: []string{"compact"}, after: r}
	}
	return w.on(r, anyCard, func(c *card) command {
		return command{name: "show", args: []string{"show", c.number}} // which is written down
	})
}

// fresh is a number that no text of this vault has had.
func (w *workplace) fresh() int { return 10_000*w.rounds + w.r.IntN(10_000) }

// some draws a card of those that fit; nil: there is none.
func (w *workplace) some(r register, fits func(card) bool) *card {
	if len(r.cards) == 0 {
		return nil
	}
	from := w.r.IntN(len(r.cards))
	for i := range r.cards {
		if c := &r.cards[(from+i)%len(r.cards)]; fits(*c) {
			return c
		}
	}
	return nil
}

func (w *workplace) add(r register, old bool) command {
	n := fmt.Sprint(w.fresh())
	c := card{number: n, name: "Asiakas " + n, street: "Kuja " + n, old: old}
	r.cards = append(r.cards, c)
	made := command{name: "customer add", args: []string{"customer", "add", "--number", n, "--name", c.name, "--street", c.street}, after: r}
	if old {
		made.args = append(made.args, "--createdOn", "2019-03-01")
	}
	return made
}

func anyCard(card) bool { return true }
func young(c card) bool { return !c.old }

// on does something to a card of those that fit; an empty command: there is none.
func (w *workplace) on(r register, fits func(card) bool, do func(*card) command) command {
	c := w.some(r, fits)
	if c == nil {
		return command{}
	}
	made := do(c)
	made.after = r
	return made
}

func (w *workplace) edit(r register) command {
	return w.on(r, anyCard, func(c *card) command {
		c.street, c.old = fmt.Sprintf("Tie %d", w.fresh()), false // whoever corrects a card has met the customer
		return command{name: "customer edit", args: []string{"customer", "edit", c.number, "--street", c.street}}
	})
}

// contact writes down a conversation, one in three with a file.
func (w *workplace) contact(r register) command {
	return w.on(r, anyCard, func(c *card) command {
		text := strings.Repeat(fmt.Sprintf("soitti %d ", w.fresh()), 1+w.r.IntN(200))
		made := command{name: "contact add", args: []string{"contact", "add", c.number, "--channel", "phone", "--direction", "in", "--text", text}}
		c.under = append(c.under, line("contact", "phone", "in", strings.TrimSpace(text)))
		if c.old {
			made.args = append(made.args, "--on", "2019-04-01")
		}
		if w.r.IntN(3) == 0 {
			name := fmt.Sprintf("liite%d.txt", w.fresh())
			b := []byte(strings.Repeat(name+"\n", 1+w.r.IntN(10_000)))
			if !w.put(name, b) {
				return command{}
			}
			made.name = "contact add --attach"
			made.args = append(made.args, "--attach", name)
			c.under = append(c.under, line("attachment", name, fmt.Sprint(len(b))))
		}
		return made
	})
}

func (w *workplace) delivery(r register) command {
	return w.on(r, young, func(c *card) command {
		product := fmt.Sprintf("Hiekka %d", w.fresh())
		c.under = append(c.under, line("delivery", product, "2.5"))
		return command{name: "delivery add", args: []string{"delivery", "add", c.number, "--product", product, "--quantity", "2.5"}}
	})
}

func (w *workplace) consent(r register) command {
	return w.on(r, young, func(c *card) command {
		wording, verb, given := fmt.Sprintf("Lupa %d", w.fresh()), "give", "1"
		if w.r.IntN(3) == 0 {
			verb, given = "withdraw", "0"
		}
		c.under = append(c.under, line("consent", given, wording))
		return command{name: "consent " + verb, args: []string{"consent", verb, c.number, "--channel", "email", "--wording", wording}}
	})
}

func (w *workplace) hold(r register) command {
	return w.on(r, func(c card) bool { return c.old && !c.held }, func(c *card) command {
		reason := fmt.Sprintf("Riita %d", w.fresh())
		c.held = true
		c.under = append(c.under, line("hold", reason, "0"))
		return command{name: "hold add", args: []string{"hold", "add", c.number, "--reason", reason, "--review-on", "2090-01-01"}}
	})
}

func (w *workplace) lift(r register) command {
	return w.on(r, func(c card) bool { return c.held }, func(c *card) command {
		c.held = false
		for i, u := range c.under {
			if open, ok := strings.CutSuffix(u, " | 0"); ok && strings.HasPrefix(u, "hold | ") {
				c.under[i] = line(open, "1") // earlier ones are lifted already
			}
		}
		return command{name: "hold lift", args: []string{"hold", "lift", c.number}}
	})
}

func (w *workplace) open(r register) command {
	c := w.some(r, young)
	if c == nil || len(r.requests) > 20 {
		return command{}
	}
	words := fmt.Sprintf("Pyyntö %d", w.fresh())
	r.requests = append(r.requests, request{words, "received"})
	return command{name: "request open", args: []string{"request", "open", c.number, "--kind", "access", "--words", words}, after: r}
}

func (w *workplace) step(r register) command {
	i := slices.IndexFunc(r.requests, func(q request) bool { return q.state == "received" })
	if i < 0 {
		return command{}
	}
	r.requests[i].state = "cancelled"
	return command{name: "request cancel", args: []string{"request", "cancel", w.was.numbers[r.requests[i].words]}, after: r}
}

// bringIn imports a list of new customers.
func (w *workplace) bringIn(r register) command {
	if slices.ContainsFunc(r.imports, func(b batch) bool { return !b.undone }) {
		return command{}
	}
	n := w.fresh()
	b := batch{file: fmt.Sprintf("lista%d.csv", n), rows: 1 + w.r.IntN(60), number: 10_000_000 + 100*n}
	var list strings.Builder
	list.WriteString("Asiakasnro;Nimi\n")
	for i := range b.rows {
		fmt.Fprintf(&list, "%d;%s\n", b.number+i, b.name(i))
	}
	if !w.put(b.file, []byte(list.String())) {
		return command{}
	}
	r.imports = append(r.imports, b)
	return command{name: "import customers", args: []string{"import", "customers", b.file}, after: r}
}

func (w *workplace) undo(r register) command {
	i := slices.IndexFunc(r.imports, func(b batch) bool { return !b.undone })
	if i < 0 {
		return command{}
	}
	r.imports[i].undone = true
	return command{name: "import undo", args: []string{"import", "undo", w.was.batches[r.imports[i].file]}, after: r}
}

func (w *workplace) purge(r register) command {
	r.cards = slices.DeleteFunc(r.cards, func(c card) bool { return c.old && !c.held })
	return command{name: "purge", args: []string{"purge"}, after: r}
}

// changePassphrase makes keys that cost what keys cost, and so the vault is given
// up after it.
func (w *workplace) changePassphrase() command {
	r := w.was.register.clone()
	r.phrase++
	return command{name: "passphrase change", args: []string{"passphrase", "change", "--new-passphrase-file", "-"}, after: r, last: true}
}

// put writes a file for the program to read.
func (w *workplace) put(name string, b []byte) bool {
	if err := os.WriteFile(filepath.Join(w.root, name), b, 0o600); err != nil {
		w.t.Error(err)
		return false
	}
	return true
}
