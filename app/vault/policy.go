package vault

import (
	"slices"

	"kortisto/app"
	"kortisto/store"
)

const keyPreset = "preset" // whose notice the rules follow; empty: softop

// Policy is the table of retention rules that the firm has promised: those of
// Softop's notice, and what was promised after them.
func (tx *Tx) Policy() (app.Policy, error) {
	promised, err := store.Rules(tx.Tx)
	if err != nil {
		return nil, err
	}
	p := app.Softop()
	for _, r := range promised {
		p = append(p, r.Rule)
	}
	return p, nil
}

// Promised lists what was promised and when, in that order. The rules with which
// every register begins are not in it.
func (tx *Tx) Promised() ([]app.PromisedRule, error) {
	all, err := store.Rules(tx.Tx)
	for i := range all {
		all[i].On = app.DayOf(all[i].At.In(tx.Now.Location()))
	}
	return all, err
}

// Preset is the notice that the rules follow.
func (tx *Tx) Preset() (app.Preset, error) {
	code := ""
	if err := tx.setting(keyPreset, &code); err != nil {
		return app.Preset{}, err
	}
	if p, ok := app.FindPreset(code); ok {
		return p, nil
	}
	return app.Presets()[0], nil
}

// PresetChanges lists what UsePreset would change, today.
func (tx *Tx) PresetChanges(code string) ([]app.RuleChange, error) {
	preset, ok := app.FindPreset(code)
	if !ok {
		return nil, app.E("choice-invalid", "preset", "value", code)
	}
	p, err := tx.Policy()
	if err != nil {
		return nil, err
	}
	return p.Changes(preset.Policy, tx.Today), nil
}

// UsePreset follows another notice from today on. Rules that the owner has set
// give way to it, those for a later day as well; they stay in the history.
func (tx *Tx) UsePreset(code string) ([]app.RuleChange, error) {
	changes, err := tx.PresetChanges(code)
	if err != nil {
		return nil, err
	}
	p, err := tx.Policy()
	if err != nil {
		return nil, err
	}
	preset, _ := app.FindPreset(code)
	var add app.Policy
	for _, c := range changes {
		add = append(add, c.After)
	}
	for _, planned := range p {
		if planned.Since > tx.Today {
			r, _ := preset.Policy.Rule(planned.Class, tx.Today)
			r.Since = planned.Since
			add = append(add, r)
		}
	}
	for _, r := range add {
		if err := store.AddRule(tx.Tx, r); err != nil {
			return nil, err
		}
	}
	if err := tx.setSetting(keyPreset, code); err != nil {
		return nil, err
	}
	return changes, tx.audit("preset-used", "", code)
}

// SetRule promises a rule of the owner's own, from r.Since on (empty: today).
// What the law does not allow is refused; what keeps longer than the notice
// promises needs a reason.
func (tx *Tx) SetRule(r app.Rule) (app.Rule, error) {
	preset, err := tx.Preset()
	if err != nil {
		return r, err
	}
	r = r.Normalised(preset.Policy, tx.Today)
	if err := r.Check(preset.Policy, tx.Today).OrNil(); err != nil {
		return r, err
	}
	if err := store.AddRule(tx.Tx, r); err != nil {
		return r, err
	}
	return r, tx.audit("rule-set", "", r.Class)
}

// RunClasses are the classes that a retention run carries out, and so those that
// may go without being asked for.
func RunClasses() []string { return slices.Clone(runOrder) }

// SetAuto says whether one class goes without being asked for, and gives those
// that do.
func (tx *Tx) SetAuto(class string, on bool) ([]string, error) {
	classes, err := tx.AutoClasses()
	if err != nil {
		return nil, err
	}
	classes = slices.DeleteFunc(classes, func(c string) bool { return c == class })
	if on {
		classes = append(classes, class)
	} else if !slices.Contains(runOrder, class) {
		return nil, app.E("choice-invalid", "class", "value", class)
	}
	if err := tx.SetAutoClasses(classes); err != nil {
		return nil, err
	}
	return tx.AutoClasses()
}
