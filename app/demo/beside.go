package demo

import (
	"errors"
	"fmt"
	"math"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/vault"
)

// beside fills what belongs to no customer. Where a register has been filled
// before, what is there stays.
func (f *filler) beside(tx *vault.Tx) error {
	if err := f.templates(tx); err != nil {
		return err
	}
	if err := f.filters(tx); err != nil {
		return err
	}
	if err := f.copies(tx); err != nil {
		return err
	}
	return f.site(tx)
}

// copies: one file that was taken out is still somewhere, and one was destroyed.
func (f *filler) copies(tx *vault.Tx) error {
	for i, c := range []app.Copy{{What: "customers", Format: "xlsx", File: f.words.Files.Customers, Rows: f.of}, {What: "deliveries", Format: "csv", File: f.words.Files.Deliveries}} {
		c, err := tx.AddCopy(c)
		if err != nil {
			return err
		}
		f.done.Copies++
		if i == 0 {
			continue
		}
		if err := tx.MarkCopyGone(c.ID); err != nil {
			return err
		}
	}
	return nil
}

// filters are saved for the list of customers, under names in the register's
// language.
func (f *filler) filters(tx *vault.Tx) error {
	chosen := []app.CustomerFilter{{Kind: app.Company, Marketing: "yes"}, {NoContactMonths: 12}, {GoesWithin: 90}}
	for i, name := range f.words.Filters {
		switch _, err := tx.SaveFilter(app.SavedFilter{Name: name, Filter: chosen[i]}); {
		case errors.Is(err, app.E("filter-name-taken", "")):
		case err != nil:
			return err
		default:
			f.done.Filters++
		}
	}
	return nil
}

func (f *filler) templates(tx *vault.Tx) error {
	for _, t := range f.words.Templates {
		t.Language = f.lang
		switch _, err := tx.SaveTemplate(t); {
		case errors.Is(err, app.E("name-taken", "")):
		case err != nil:
			return err
		default:
			f.done.Templates++
		}
	}
	return nil
}

// visitorMonths is for how long visitors' numbers are kept.
const visitorMonths = 14

// siteMonths is how far back the statistics of the site reach.
const siteMonths = 13

// site fills the visits: statistics from one tool, and from another the visits
// themselves, the oldest of which hold visitors' numbers for too long.
func (f *filler) site(tx *vault.Tx) error {
	batch, err := tx.StartBatch("visits", f.words.Files.Visits, "")
	if err != nil {
		return err
	}
	if f.done.VisitCounts, err = tx.AddVisits(batch, "ga4", nil, append(f.siteDays(tx.Today), f.siteMonths(tx.Today)...)); err != nil {
		return err
	}
	if f.done.Visits, err = tx.AddVisits(batch, "matomo", f.siteVisits(tx.Today), nil); err != nil {
		return err
	}
	return tx.EndBatch(batch, f.done.VisitCounts+f.done.Visits, 0, 0)
}

// siteDays: more in spring and autumn, when gardens are done, and on workdays.
func (f *filler) siteDays(today app.Day) (out []app.VisitCount) {
	for day := firstOf(today.AddMonths(-siteMonths)); day < today; day = day.AddDays(1) {
		at := day.Time()
		views := 30 + int(14*math.Sin(float64(at.YearDay())/365*4*math.Pi-1)) + f.more.Int(14)
		if at.Weekday()%6 == 0 {
			views /= 2
		}
		out = append(out, app.VisitCount{From: day, To: day, By: app.CountByDay, Name: string(day), Views: views, Visitors: views*2/3 - f.more.Int(4)})
	}
	return out
}

func (f *filler) siteMonths(today app.Day) (out []app.VisitCount) {
	var pages []string
	for _, p := range f.words.Pages {
		pages = append(pages, p[0])
	}
	parts := []struct {
		by    string
		names []string
	}{{app.CountByPage, pages}, {app.CountBySource, f.words.Sources}, {app.CountByPlace, f.words.Places}, {app.CountByDevice, f.words.Devices}}
	for month := firstOf(today.AddMonths(-siteMonths)); month < today; month = month.AddMonths(1) {
		to := min(month.AddMonths(1).AddDays(-1), today.AddDays(-1))
		for _, part := range parts {
			left := 15 * month.DaysUntil(to.AddDays(2))
			for _, name := range part.names {
				views := 1 + left/2 + f.more.Int(1+left/8)
				left -= left / 2
				out = append(out, app.VisitCount{From: month, To: to, By: part.by, Name: name, Views: views, Visitors: 1 + views*2/3})
			}
		}
	}
	return out
}

// siteVisits are three hundred visits: most of the last two months, the rest from
// before the time for which visitors' numbers may be kept.
func (f *filler) siteVisits(today app.Day) (out []app.PageVisit) {
	for i := range 300 {
		day := today.AddDays(-1 - f.more.Int(60))
		if i < 60 {
			day = today.AddMonths(-visitorMonths).AddDays(-1 - f.more.Int(40))
		}
		page := invent.Pick(f.more, f.words.Pages)
		out = append(out, app.PageVisit{
			On: day, At: clockAt(7*3600 + f.more.Int(15*3600)), Visitor: fmt.Sprintf("%016x", 0x9f3ac51d00000000+uint64(f.more.Int(90))*0x10001),
			Page: page[0], Title: page[1], Seconds: 5 + f.more.Int(240), Referrer: invent.Pick(f.more, f.words.Sources),
			Browser: invent.Pick(f.more, f.words.Devices), Place: invent.Pick(f.more, f.words.Places),
		})
	}
	return out
}

func firstOf(d app.Day) app.Day { return d[:len("2006-01-")] + "01" }
