package cli

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

type policyCmd struct {
	List    policyListCmd    `cmd:""`
	Set     policySetCmd     `cmd:""`
	Auto    policyAutoCmd    `cmd:""`
	Preset  policyPresetCmd  `cmd:""`
	History policyHistoryCmd `cmd:""`
}

// policyTable is what the firm promises today.
type policyTable struct {
	Preset string     `json:"preset"`
	Rules  app.Policy `json:"rules"`
	Auto   []string   `json:"auto"`
}

type policyListCmd struct{}

func (policyListCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		preset, err := tx.Preset()
		if err != nil {
			return err
		}
		p, err := tx.Policy()
		if err != nil {
			return err
		}
		auto, err := tx.AutoClasses()
		if err != nil {
			return err
		}
		t := policyTable{preset.Code, p.InForce(tx.Today), auto}
		return s.result(t, func(w io.Writer) {
			section(s, w, "policy", t.Rules, func(r app.Rule) []string {
				asks := ""
				if slices.Contains(auto, r.Class) {
					asks = s.choice("auto", "yes")
				}
				return append(s.rule(r), asks)
			})
			s.line(w, "say.policy", "preset", preset.Code)
		})
	})
}

// rule is what becomes of a class, as a line of a table.
func (s *session) rule(r app.Rule) []string {
	months := ""
	if r.Months > 0 {
		months = strconv.Itoa(r.Months)
		if r.Longest > r.Months {
			months += "–" + strconv.Itoa(r.Longest)
		}
		months = s.text("say.months", "months", months)
	}
	return []string{s.choice("class", r.Class), s.choice("from", r.From), months, s.choice("becomes", string(r.Do)), s.choice("source", r.Source), s.day(r.Since), r.Reason}
}

type policySetCmd struct {
	Class       string `arg:"" placeholder:"CLASS"`
	Months      *int   `placeholder:"N"`
	Longest     *int   `placeholder:"N"`
	CountedFrom string `placeholder:"FROM"`
	Do          string `placeholder:"erase|anonymise"`
	Since       string `placeholder:"DAY"`
	Because     string `placeholder:"T"`
}

// Run changes what is named and leaves the rest of the rule as it is.
func (c policySetCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		p, err := tx.Policy()
		if err != nil {
			return err
		}
		r, ok := p.Rule(c.Class, tx.Today)
		if !ok {
			return app.E("choice-invalid", "class", "value", c.Class)
		}
		r.Since, r.Reason = app.Day(c.Since), c.Because
		if c.Months != nil {
			r.Months = *c.Months
		}
		if c.Longest != nil {
			r.Longest = *c.Longest
		}
		if c.CountedFrom != "" {
			r.From = c.CountedFrom
		} else if c.Months != nil && r.From == app.FromCustomer {
			r.From = app.LimitsOf(r.Class).From[0] // a time of its own has a day of its own
		}
		if c.Do != "" {
			r.Do = app.Disposal(c.Do)
		}
		r, err = tx.SetRule(r)
		if err != nil {
			return err
		}
		return s.result(r, func(w io.Writer) { section(s, w, "policy", []app.Rule{r}, s.rule) })
	})
}

type policyAutoCmd struct {
	Class string `arg:"" placeholder:"CLASS"`
	On    string `arg:"" enum:"yes,no" placeholder:"yes|no"`
}

func (c policyAutoCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		auto, err := tx.SetAuto(c.Class, c.On == "yes")
		if err != nil {
			return err
		}
		return s.result(struct {
			Auto []string `json:"auto"`
		}{auto}, func(w io.Writer) {
			words := make([]string, len(auto))
			for i, class := range auto {
				words[i] = s.choice("class", class)
			}
			s.line(w, "say.auto", "classes", strings.Join(words, ", "))
		})
	})
}

type policyPresetCmd struct {
	Preset string `arg:"" name:"preset" placeholder:"PRESET"`
	DryRun bool
}

func (c policyPresetCmd) Run(s *session) error {
	run, do := s.update, (*vault.Tx).UsePreset
	if c.DryRun {
		run, do = s.view, (*vault.Tx).PresetChanges
	}
	return run(func(tx *vault.Tx) error {
		changes, err := do(tx, c.Preset)
		if err != nil {
			return err
		}
		return s.result(struct {
			Preset  string           `json:"preset"`
			Changes []app.RuleChange `json:"changes"`
		}{c.Preset, changes}, func(w io.Writer) {
			section(s, w, "policy", changes, func(c app.RuleChange) []string { return s.rule(c.After) })
			s.line(w, "say.policy", "preset", c.Preset)
		})
	})
}

type policyHistoryCmd struct{}

func (policyHistoryCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		all, err := tx.Promised()
		if err != nil {
			return err
		}
		return s.result(orEmpty(all), func(w io.Writer) {
			section(s, w, "policy", all, func(p app.PromisedRule) []string { return append([]string{s.day(p.On)}, s.rule(p.Rule)...) })
			s.line(w, "say.policy.history", "count", strconv.Itoa(len(all)))
		})
	})
}
