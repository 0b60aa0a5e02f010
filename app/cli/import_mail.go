package cli

import (
	"errors"

	"kortisto/app/exchange/history"
	"kortisto/app/exchange/post"
)

type importMailCmd struct {
	historyFlags
	Attachments string `enum:"yes,no" default:"no" placeholder:"yes|no"`
	Bulk        string `enum:"yes,no" default:"no" placeholder:"yes|no"`
	MarkWaiting string `enum:"yes,no" default:"no" placeholder:"yes|no"`
}

// shownMail is how many messages of a file a dry run shows as they were read.
const shownMail = 500

func (c importMailCmd) Run(s *session) error {
	sources, err := history.OpenMail(s.ctx, c.File, s.progress()) // before the vault is opened: what is wrong with a file needs no passphrase
	if err != nil {
		return err
	}
	var read historyRead
	if c.DryRun && s.JSON {
		if read.Mail, err = c.firstMail(s); err != nil {
			return err
		}
	}
	o := c.options()
	o.Attachments = c.Attachments == "yes"
	o.Bulk, o.Waiting, o.Progress = c.Bulk == "yes", c.MarkWaiting == "yes", s.progress()
	return s.history("mail", sources, read, c.DryRun, o)
}

func (c importMailCmd) firstMail(s *session) ([]post.Mail, error) {
	out := []post.Mail{}
	enough := errors.New("enough")
	for _, path := range c.File {
		b, err := post.Open(path)
		if err != nil {
			return nil, err
		}
		n := 0
		_, err = b.Each(s.ctx, nil, func(raw []byte, separator string) error {
			if n++; n > shownMail {
				return enough
			}
			m := post.Read(raw, separator)
			for i := range m.Files {
				m.Files[i].Content = nil
			}
			out = append(out, m)
			return nil
		})
		if err != nil && !errors.Is(err, enough) {
			return nil, err
		}
	}
	return out, nil
}
