package desktop

import (
	"slices"

	"kortisto/app"
	"kortisto/app/vault"
)

// PolicyPage is what the firm promises: the rule of each class, how far it can be
// changed, and what was promised before.
type PolicyPage struct {
	Today   app.Day            `json:"today"`
	Preset  string             `json:"preset"`
	Presets []string           `json:"presets"`
	Rules   []RuleRow          `json:"rules"`
	History []app.PromisedRule `json:"history"` // newest first
}

// RuleRow is one class.
type RuleRow struct {
	Rule     app.Rule   `json:"rule"`     // in force today
	Planned  *app.Rule  `json:"planned"`  // in force later; nil: none
	Promised app.Rule   `json:"promised"` // what the notice says
	Limits   app.Limits `json:"limits"`
	Runs     bool       `json:"runs"` // the program itself carries it out
	Auto     bool       `json:"auto"` // goes without being asked for
}

// Policy gives the page of rules.
func (r *Retention) Policy() (PolicyPage, error) { return view(r.sh, policyPage) }

// SetRule promises a rule of the owner's own, from its day on.
func (r *Retention) SetRule(rule app.Rule) (PolicyPage, error) {
	return update(r.sh, func(tx *vault.Tx) (PolicyPage, error) {
		if _, err := tx.SetRule(rule); err != nil {
			return PolicyPage{}, err
		}
		return policyPage(tx)
	})
}

// SetAuto says whether a class goes without being asked for.
func (r *Retention) SetAuto(class string, on bool) (PolicyPage, error) {
	return update(r.sh, func(tx *vault.Tx) (PolicyPage, error) {
		if _, err := tx.SetAuto(class, on); err != nil {
			return PolicyPage{}, err
		}
		return policyPage(tx)
	})
}

// PresetChanges lists what following a notice would change.
func (r *Retention) PresetChanges(code string) ([]app.RuleChange, error) {
	return view(r.sh, func(tx *vault.Tx) ([]app.RuleChange, error) {
		changes, err := tx.PresetChanges(code)
		return list(changes), err
	})
}

// UsePreset follows a notice from today on.
func (r *Retention) UsePreset(code string) (PolicyPage, error) {
	return update(r.sh, func(tx *vault.Tx) (PolicyPage, error) {
		if _, err := tx.UsePreset(code); err != nil {
			return PolicyPage{}, err
		}
		return policyPage(tx)
	})
}

func policyPage(tx *vault.Tx) (PolicyPage, error) {
	none := PolicyPage{}
	preset, err := tx.Preset()
	if err != nil {
		return none, err
	}
	policy, err := tx.Policy()
	if err != nil {
		return none, err
	}
	auto, err := tx.AutoClasses()
	if err != nil {
		return none, err
	}
	history, err := tx.Promised()
	if err != nil {
		return none, err
	}
	slices.Reverse(history)
	page := PolicyPage{Today: tx.Today, Preset: preset.Code, Presets: app.PresetCodes(), Rules: []RuleRow{}, History: list(history)}
	for _, rule := range policy.InForce(tx.Today) {
		row := RuleRow{Rule: rule, Limits: app.LimitsOf(rule.Class), Runs: rule.Timed() && slices.Contains(vault.RunClasses(), rule.Class), Auto: slices.Contains(auto, rule.Class)}
		row.Promised, _ = preset.Policy.Rule(rule.Class, tx.Today)
		row.Planned = policy.Next(rule.Class, tx.Today)
		page.Rules = append(page.Rules, row)
	}
	return page, nil
}
