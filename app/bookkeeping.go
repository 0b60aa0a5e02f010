package app

// Times of bookkeeping in months (kirjanpitolaki 1336/1997 2:10 §,
// arvonlisäverolaki 1501/1993 209 n and 209 q §).
const (
	vouchersMonths   = 6 * 12  // from the end of the calendar year in which the financial year ended
	booksMonths      = 10 * 12 // from the end of the financial year
	realEstateMonths = 13 * 12 // from the end of the calendar year in which the review period began
)

// Voucher is what the time of a voucher or an invoice depends on.
type Voucher struct {
	FinancialYearEnd Day // of the year to whose books it belongs
	Taxed            Day // a day of the calendar year to which its tax belongs; empty: none
	Review           Day // a day of the year in which the review period of a real-estate investment began; empty: none
}

// KeptThrough is the last day on which the voucher must be kept: the latest that
// any of the provisions gives. Empty where no day is known.
func (v Voucher) KeptThrough() Day {
	var last Day
	for _, from := range []struct {
		day    Day
		months int
	}{{v.FinancialYearEnd, vouchersMonths}, {v.Taxed, vouchersMonths}, {v.Review, realEstateMonths}} {
		if from.day.Valid() {
			last = max(last, from.day.yearEnd().AddMonths(from.months))
		}
	}
	return last
}

// BooksKeptThrough is the last day on which the books of a financial year must be
// kept: ten years from its end.
func BooksKeptThrough(financialYearEnd Day) Day { return financialYearEnd.AddMonths(booksMonths) }

// FinancialYearEndOf is the end of the financial year that a day belongs to, for a
// firm whose financial years end on the given day of the year (MM-DD; empty: the
// calendar year). 02-29 is the last day of February.
func FinancialYearEndOf(day Day, end string) Day {
	if end == "" {
		end = "12-31"
	}
	ends := func(year Day) Day { // clamped: 29 February is 28 February in most years
		month := year[:5] + Day(end[:3]) + "01"
		last := month.AddMonths(1).AddDays(-1)
		return min(year[:5]+Day(end), last)
	}
	if e := ends(day); day <= e {
		return e
	}
	return ends(day.AddYears(1))
}

// yearEnd is 31 December of the day's year.
func (d Day) yearEnd() Day { return d[:5] + "12-31" }
