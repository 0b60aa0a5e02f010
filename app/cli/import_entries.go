package cli

import (
	"io"

	"kortisto/app/exchange"
	"kortisto/app/exchange/history"
	"kortisto/app/vault"
)

// entryFlags are the choices about a table of contacts or deliveries.
type entryFlags struct {
	tableFlags
	Hetu string `enum:"refuse,mask" default:"refuse" placeholder:"refuse|mask"`
}

type importContactsCmd struct{ entryFlags }

func (c importContactsCmd) Run(s *session) error { return c.run(s, exchange.Contacts) }

type importDeliveriesCmd struct{ entryFlags }

func (c importDeliveriesCmd) Run(s *session) error { return c.run(s, exchange.Deliveries) }

func (c entryFlags) run(s *session, register string) error {
	sheet, fields, err := c.read()
	if err != nil {
		return err
	}
	return s.open(func(v *vault.Vault) error {
		remembered, err := exchange.Remembered(v, register, sheet, "")
		if err != nil {
			return err
		}
		mapping, err := sheet.MapEntries(register, exchange.MapOptions{Fields: fields, Remembered: remembered})
		if err != nil {
			return err
		}
		plan, err := history.PreviewEntries(s.ctx, v, register, sheet, mapping, history.EntryOptions{MaskHetus: c.Hetu == "mask", Chosen: len(fields) > 0})
		if err != nil {
			return err
		}
		done := imported{Added: plan.Counts.Add, Skipped: orEmpty(plan.Skipped), Remarks: orEmpty(plan.Remarks), Unplaced: append([]string{}, unplaced(plan.Mapping)...)}
		if !c.DryRun {
			result, err := history.RunEntries(s.ctx, v, plan, s.progress())
			if err != nil {
				return err
			}
			done.Batch = result.Batch
		}
		return s.result(done, func(w io.Writer) { s.imported(w, done) })
	})
}
