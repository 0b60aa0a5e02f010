package cli

import (
	"io"
	"slices"
	"strconv"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/exchange/history"
	"kortisto/app/exchange/post"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault"
)

// historyFlags are the choices about files of conversations, chats and mail
// alike.
type historyFlags struct {
	File      []string `arg:""`
	Us        []string `placeholder:"AUTHOR,…"`
	Customer  string   `placeholder:"NUMBER"`
	New       string   `enum:"yes,no" default:"no" placeholder:"yes|no"`
	Hetu      string   `enum:"refuse,mask" default:"refuse" placeholder:"refuse|mask"`
	Technical string   `enum:"keep,drop" default:"drop" placeholder:"keep|drop"`
	Zone      string   `placeholder:"ZONE"`
	Purpose   string   `enum:"order,support,complaint,quality,training," default:"" placeholder:"PURPOSE"`
	DryRun    bool
}

func (c historyFlags) options() history.Options {
	return history.Options{
		Us: c.Us, Customer: c.Customer, Zone: c.Zone, KeepTechnical: c.Technical == "keep", MaskHetus: c.Hetu == "mask",
		Purpose: app.Purpose(c.Purpose), NewCards: c.New == "yes",
	}
}

type importChatsCmd struct {
	historyFlags
	Format   string `placeholder:"FORMAT"`
	DayFirst string `enum:"yes,no," default:"" placeholder:"yes|no"`
	Map      string `placeholder:"FIELD=PATH,…"`
}

// historyImported is what an import of conversations did, or would do.
type historyImported struct {
	Batch         string             `json:"batch"`
	Added         int                `json:"added"`
	Updated       int                `json:"updated"`
	Skipped       []exchange.Finding `json:"skipped"`
	Remarks       []exchange.Finding `json:"remarks"`
	Counts        history.Counts     `json:"counts"`
	Conversations []history.Planned  `json:"conversations"`
	Authors       []history.Author   `json:"authors"`
	Files         []history.File     `json:"files"`
	Read          []*talk.File       `json:"read,omitempty"` // with --dry-run: all that was understood
	Mail          []post.Mail        `json:"mail,omitempty"` // with --dry-run: of the first messages of each file
}

// historyRead is what was understood of the files.
type historyRead struct {
	Chats []*talk.File
	Mail  []post.Mail
}

func (c importChatsCmd) Run(s *session) error {
	fields, err := exchange.ParseMap(c.Map)
	if err != nil {
		return err
	}
	var sources []history.Source
	var read []*talk.File
	for _, path := range c.File { // before the vault is opened: what is wrong with a file needs no passphrase
		src, file, err := history.Open(s.ctx, path, talk.Options{Format: c.Format, Us: c.Us, DayFirst: c.DayFirst, Map: fields})
		if err != nil {
			return err
		}
		sources, read = append(sources, src), append(read, file)
	}
	return s.history("chats", sources, historyRead{Chats: read}, c.DryRun, c.options())
}

// history previews conversations and, unless it is a dry run, brings them in.
func (s *session) history(kind string, sources []history.Source, read historyRead, dry bool, o history.Options) error {
	return s.open(func(v *vault.Vault) error {
		plan, err := history.Preview(s.ctx, v, sources, o)
		if err != nil {
			return err
		}
		done := historyImported{
			Added: plan.Counts.Contacts, Updated: plan.Counts.Longer, Skipped: plan.Skipped, Remarks: plan.Remarks, Counts: plan.Counts,
			Conversations: plan.Conversations, Authors: plan.Authors, Files: plan.Files,
		}
		if dry {
			done.Read, done.Mail = read.Chats, read.Mail
		} else {
			result, err := history.Run(s.ctx, v, kind, plan, s.progress())
			if err != nil {
				return err
			}
			done.Batch = result.Batch
		}
		return s.result(done, func(w io.Writer) { s.historyImported(w, done, dry) })
	})
}

func (s *session) historyImported(w io.Writer, i historyImported, dry bool) {
	for _, list := range [][]exchange.Finding{i.Skipped, i.Remarks} {
		for _, f := range list {
			at := i.Conversations[f.Row-1]
			s.line(w, "say.import.conversation", "row", strconv.Itoa(f.Row), "name", at.Name, "text", s.explain(&app.Error{Code: f.Code, Field: f.Field, Args: f.Args}))
		}
	}
	for _, f := range i.Files {
		for _, g := range f.Findings {
			if slices.Contains(app.Codes(), g.Code) {
				s.line(w, "say.import.file", "name", f.Name, "text", s.explain(&app.Error{Code: g.Code, Args: g.Args}))
			}
		}
	}
	for _, a := range i.Authors {
		us := "no"
		if a.Us {
			us = "yes"
		}
		s.line(w, "say.import.author", "name", a.Name, "us", s.words[us])
	}
	s.line(w, "say.import.history", "added", strconv.Itoa(i.Added), "updated", strconv.Itoa(i.Updated), "messages", strconv.Itoa(i.Counts.Messages),
		"customers", strconv.Itoa(i.Counts.Customers), "skipped", strconv.Itoa(len(i.Skipped)))
	switch {
	case i.Batch != "":
		s.line(w, "say.import.batch", "batch", i.Batch)
	case dry:
		s.line(w, "say.import.preview")
	default:
		s.line(w, "say.import.nothing")
	}
}
