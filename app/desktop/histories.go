package desktop

import (
	"context"

	"kortisto/app"
	"kortisto/app/exchange/history"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault"
)

// Histories brings conversations and calls into the contact history. They are
// taken back by Imports.Undo.
type Histories struct{ sh *shell }

// HistoryChoices are files and what the person chose about them. Empty means: as
// recognised, and nobody and nothing chosen.
type HistoryChoices struct {
	Paths       []string         `json:"paths"`
	Format      string           `json:"format"`    // one of Formats, for files that are not recognised
	DayFirst    string           `json:"dayFirst"`  // yes or no, where 06/07 could be either
	Map         []PathChoice     `json:"map"`       // for formats that nobody documented
	Us          []string         `json:"us"`        // authors who are the firm; empty: those who were named before
	Customer    string           `json:"customer"`  // number of the customer whose all of it is
	Zone        string           `json:"zone"`      // of wall clocks in the files; empty: Europe/Helsinki
	Technical   bool             `json:"technical"` // IP addresses and browsers come in too
	MaskHetus   bool             `json:"maskHetus"` // messages with personal identity codes come in with asterisks; else they stay out
	Purpose     app.Purpose      `json:"purpose"`
	NewCards    bool             `json:"newCards"`    // people who are not in the register get cards
	Choices     []history.Choice `json:"choices"`     // conversation by conversation; of mail, address by address
	Mail        bool             `json:"mail"`        // the files are mail: .eml and .mbox
	Attachments bool             `json:"attachments"` // of mail: what is enclosed comes in with it, not only its name
	Bulk        bool             `json:"bulk"`        // of mail: newsletters and answers of machines come in too
	Waiting     bool             `json:"waiting"`     // of mail: whose message is the last of its thread waits for an answer
}

// PathChoice says where in a file a field of ours stands.
type PathChoice struct {
	Field string `json:"field"`
	Path  string `json:"path"`
}

// HistoryPreview is what would happen. Of very many conversations the first are
// there; Counts counts them all.
type HistoryPreview struct {
	Files         []history.File    `json:"files"`
	Conversations []history.Planned `json:"conversations"`
	Authors       []history.Author  `json:"authors"`
	AskUs         bool              `json:"askUs"`
	Counts        history.Counts    `json:"counts"`
	Skipped       []FindingGroup    `json:"skipped"` // conversations that stay out, by reason
	Remarks       []FindingGroup    `json:"remarks"`
	Digest        string            `json:"digest"`
}

// mostConversations is how many a preview shows: as many as a person can look at.
const mostConversations = 2000

// HistoryResult is what an import of conversations did.
type HistoryResult struct {
	Batch  string         `json:"batch"` // empty where all of it was there
	Counts history.Counts `json:"counts"`
}

// Pick asks for files; none when the person changed their mind.
func (h *Histories) Pick() ([]string, error) {
	return call(h.sh, func() ([]string, error) {
		paths, err := h.sh.host.OpenFiles("", FileKind{"TXT, JSON, ZIP, XML, CSV", "*.txt;*.json;*.ndjson;*.jsonl;*.zip;*.xml;*.csv"})
		h.sh.chose(paths...)
		return list(paths), err
	})
}

// PickMail asks for files of mail; none when the person changed their mind. All
// files are offered: mailboxes often have no ending.
func (h *Histories) PickMail() ([]string, error) {
	return call(h.sh, func() ([]string, error) {
		paths, err := h.sh.host.OpenFiles("", FileKind{"EML, MBOX", "*.eml;*.mbox;*.mbx;*"})
		h.sh.chose(paths...)
		return list(paths), err
	})
}

// Formats are the kinds of files that can be named where one is not recognised.
func (h *Histories) Formats() ([]string, error) {
	return call(h.sh, func() ([]string, error) { return list(talk.Formats()), nil })
}

// Preview works out what bringing the files in would do. It runs as the job
// "preview" and changes nothing.
func (h *Histories) Preview(c HistoryChoices) (HistoryPreview, error) {
	return job(h.sh, "preview", func(ctx context.Context, v *vault.Vault, say vault.Progress) (HistoryPreview, error) {
		p, err := c.preview(ctx, h.sh, v, say)
		if err != nil {
			return HistoryPreview{}, err
		}
		return HistoryPreview{
			Files: p.Files, Conversations: p.Conversations[:min(len(p.Conversations), mostConversations)], Authors: p.Authors, AskUs: p.AskUs,
			Counts: p.Counts, Skipped: groups(p.Skipped), Remarks: groups(p.Remarks), Digest: p.Digest,
		}, nil
	})
}

// Run brings the files in, exactly as the preview with that digest showed. It
// runs as the job "import"; cancelling leaves nothing behind.
func (h *Histories) Run(c HistoryChoices, digest string) (HistoryResult, error) {
	return job(h.sh, "import", func(ctx context.Context, v *vault.Vault, say vault.Progress) (HistoryResult, error) {
		p, err := c.preview(ctx, h.sh, v, say)
		if err != nil {
			return HistoryResult{}, err
		}
		if p.Digest != digest {
			return HistoryResult{}, app.E("import-changed-since", "")
		}
		kind := "chats"
		if c.Mail {
			kind = "mail"
		}
		r, err := history.Run(ctx, v, kind, p, say)
		return HistoryResult{r.Batch, r.Counts}, err
	})
}

func (c HistoryChoices) preview(ctx context.Context, sh *shell, v *vault.Vault, say vault.Progress) (*history.Plan, error) {
	if len(c.Paths) == 0 {
		return nil, app.E("required", "file")
	}
	if err := sh.chosen(c.Paths...); err != nil {
		return nil, err
	}
	sources, err := c.sources(ctx, say)
	if err != nil {
		return nil, err
	}
	return history.Preview(ctx, v, sources, history.Options{
		Us: c.Us, Customer: c.Customer, Zone: c.Zone, KeepTechnical: c.Technical, MaskHetus: c.MaskHetus, Purpose: c.Purpose,
		NewCards: c.NewCards, Choices: c.Choices, Bulk: c.Bulk, Attachments: c.Attachments, Waiting: c.Waiting, Progress: say,
	})
}

func (c HistoryChoices) sources(ctx context.Context, say vault.Progress) ([]history.Source, error) {
	if c.Mail {
		return history.OpenMail(ctx, c.Paths, say)
	}
	var fields map[string]string // none: as the file itself suggests
	for _, m := range c.Map {
		if fields == nil {
			fields = map[string]string{}
		}
		fields[m.Field] = m.Path
	}
	var sources []history.Source
	for _, path := range c.Paths {
		s, _, err := history.Open(ctx, path, talk.Options{Format: c.Format, Us: c.Us, DayFirst: c.DayFirst, Map: fields})
		if err != nil {
			return nil, err
		}
		sources = append(sources, s)
	}
	return sources, nil
}
