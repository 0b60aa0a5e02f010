package cli

import (
	"io"
	"text/tabwriter"

	"kortisto/app"
	"kortisto/app/vault"
)

// placeCmd tells where, besides the vault, data of customers lie.
type placeCmd struct {
	Add  placeAddCmd  `cmd:""`
	Edit placeEditCmd `cmd:""`
	End  placeEndCmd  `cmd:""`
	List placeListCmd `cmd:""`
}

type placeFlags struct {
	Email     string `placeholder:"EMAIL"`
	Holds     string `placeholder:"T"`
	Country   string `placeholder:"CC"`
	Safeguard string `placeholder:"T"`
	Days      int    `placeholder:"N"`
	Recipient bool
	Processor bool
}

func (f placeFlags) place(kind, name string) app.Place {
	return app.Place{
		Kind: app.PlaceKind(kind), Name: name, Email: f.Email, Holds: f.Holds, Country: f.Country, Safeguard: f.Safeguard, Days: f.Days,
		Recipient: f.Recipient, Processor: f.Processor,
	}
}

type placeAddCmd struct {
	Kind string `required:"" enum:"paper,phone,computer,stick,server,mail,accountant,chat,other" placeholder:"KIND"`
	Name string `required:"" placeholder:"NAME"`
	placeFlags
}

func (c placeAddCmd) Run(s *session) error { return s.savePlace(c.place(c.Kind, c.Name)) }

// placeEditCmd writes a place anew: what is not given is emptied.
type placeEditCmd struct {
	ID   string `arg:"" name:"id"`
	Kind string `required:"" enum:"paper,phone,computer,stick,server,mail,accountant,chat,other" placeholder:"KIND"`
	Name string `required:"" placeholder:"NAME"`
	placeFlags
}

func (c placeEditCmd) Run(s *session) error {
	p := c.place(c.Kind, c.Name)
	p.ID = c.ID
	return s.savePlace(p)
}

func (s *session) savePlace(p app.Place) error {
	return s.update(func(tx *vault.Tx) error {
		saved, err := tx.SavePlace(p)
		if err != nil {
			return err
		}
		return s.result(saved, func(w io.Writer) { s.line(w, "say.place-saved", "name", saved.Name) })
	})
}

type placeEndCmd struct {
	ID string `arg:"" name:"id"`
}

func (c placeEndCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		ended, err := tx.EndPlace(c.ID)
		if err != nil {
			return err
		}
		return s.result(ended, func(w io.Writer) { s.line(w, "say.place-ended", "name", ended.Name) })
	})
}

type placeListCmd struct{}

func (c placeListCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		all, err := tx.Places()
		if err != nil {
			return err
		}
		return s.result(struct {
			Places []app.Place `json:"places"`
		}{orEmpty(all)}, func(w io.Writer) {
			if len(all) == 0 {
				s.line(w, "say.noplaces")
				return
			}
			t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
			for _, p := range all {
				ended := ""
				if p.EndedOn != "" {
					ended = s.text("say.place-until", "day", s.day(p.EndedOn))
				}
				row(t, p.ID, s.choice("place", string(p.Kind)), p.Name, ended)
			}
			t.Flush()
		})
	})
}

// taskCmd is what is to be done outside the vault.
type taskCmd struct {
	List taskListCmd `cmd:""`
	Done taskDoneCmd `cmd:""`
}

type taskListCmd struct{}

func (c taskListCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		all, err := tx.OpenTasks()
		if err != nil {
			return err
		}
		return s.result(struct {
			Tasks []app.Task `json:"tasks"`
		}{orEmpty(all)}, func(w io.Writer) {
			if len(all) == 0 {
				s.line(w, "say.notasks")
				return
			}
			t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
			for _, k := range all {
				row(t, k.ID, s.day(k.DueOn), s.choice("task", string(k.Kind)), k.Place, k.About)
			}
			t.Flush()
		})
	})
}

type taskDoneCmd struct {
	ID      string `arg:"" name:"id"`
	Outcome string `enum:"done,impossible,disproportionate" default:"done" placeholder:"OUTCOME"`
	Note    string `placeholder:"T"`
}

func (c taskDoneCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		ended, err := tx.EndTask(c.ID, c.Outcome, c.Note)
		if err != nil {
			return err
		}
		return s.result(ended, func(w io.Writer) { s.line(w, "say.task-ended", "name", ended.Place) })
	})
}
