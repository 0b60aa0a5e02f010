package app

import "kortisto/app/finnish"

// Months that the law gives for an answer (GDPR Art. 12(3)), both counted from
// the day of receipt.
const (
	answerMonths   = 1
	extendedMonths = 3
)

// WorkingDay is the day itself, or the first working day after it where it is a
// Saturday, a Sunday or a public holiday (Regulation 1182/71 Art. 3(4)). why is
// the code of the first day off, empty where nothing was moved.
func (d Day) WorkingDay() (to Day, why string) {
	why = finnish.DayOff(d.Time())
	for finnish.DayOff(d.Time()) != "" {
		d = d.AddDays(1)
	}
	return d, why
}

// DeadlineOf works out until when a request is to be answered, as of a day. The
// day of receipt is not counted, a month ends on the day of the same date or on
// its last day, and only the last day is moved off a holiday (Regulation 1182/71
// Art. 3(1), 3(2)(c), 3(4)).
//
// While the firm waits for who asks or what is meant the clock stands still
// (EDPB 01/2022, 5.3): those days are added to Due. Target and the other days
// stay as the calendar has them, so that both can be shown. What was asked only
// after the last day gives no more time, and neither does an extension that the
// person was not told of by then.
func DeadlineOf(r Request, today Day) Deadline {
	d := Deadline{Target: r.Received.AddMonths(answerMonths), ExtendedTarget: r.Received.AddMonths(extendedMonths), Steps: []Step{}}
	d.Last, d.Holiday = d.Target.WorkingDay()
	d.ExtendedLast, _ = d.ExtendedTarget.WorkingDay()
	d.step("received", r.Received, "")
	d.step("month", d.Target, "")
	if d.Holiday != "" {
		d.step("moved", d.Last, d.Holiday)
	}
	d.Due = d.suspend(r, d.Target, today)
	if r.ExtendedOn != "" {
		d.extend(r, today)
	}
	ends := today
	if r.ClosedOn != "" {
		ends = r.ClosedOn
	}
	d.Left = ends.DaysUntil(d.Due)
	d.Late = d.Left < 0
	return d
}

// extend counts the two further months, if the person was told in time.
func (d *Deadline) extend(r Request, today Day) {
	if r.ExtendedOn > d.Due {
		d.ExtendedLate = true
		d.step("extended-late", r.ExtendedOn, "")
		return
	}
	_, moved := d.ExtendedTarget.WorkingDay()
	d.Holiday, d.Steps = moved, nil
	d.step("received", r.Received, "")
	d.step("extended", d.ExtendedTarget, "")
	if moved != "" {
		d.step("moved", d.ExtendedLast, moved)
	}
	d.Due = d.suspend(r, d.ExtendedTarget, today)
}

// suspend adds the days in which the clock stood still to the un-moved end, and
// gives the last day that follows.
func (d *Deadline) suspend(r Request, end, today Day) Day {
	d.Suspended, d.Paused = 0, false
	last, _ := end.WorkingDay()
	for _, p := range r.Pauses {
		if p.From > last {
			d.step("asked-late", p.From, p.Why)
			continue
		}
		to := p.To
		if to == "" {
			d.Paused, to = r.ClosedOn == "", max(today, p.From)
		}
		d.Suspended += p.From.DaysUntil(to)
		last, _ = end.AddDays(d.Suspended).WorkingDay()
		d.step("waited", to, p.Why)
		d.Steps[len(d.Steps)-1].Event = Event{On: p.From}
	}
	if d.Suspended > 0 {
		moved := finnish.DayOff(end.AddDays(d.Suspended).Time())
		d.Holiday = moved
		d.step("suspended", last, moved)
	}
	return last
}

func (d *Deadline) step(code string, on Day, text string) {
	d.Steps = append(d.Steps, Step{Code: code, On: on, Text: text})
}

// DeadlineSteps are the codes of the steps of "why this date".
func DeadlineSteps() []string {
	return []string{"received", "month", "moved", "extended", "extended-late", "waited", "asked-late", "suspended"}
}

// Reminders of a deadline that comes near.
const (
	Due14   = "due-14"
	Due7    = "due-7"
	Due2    = "due-2"
	Overdue = "overdue"
)

// RequestReminders are the codes of the reminders, the most pressing first.
func RequestReminders() []string { return []string{Overdue, Due2, Due7, Due14} }

// Reminder is a request that wants to be thought of.
type Reminder struct {
	RequestID string      `json:"requestId"`
	Number    string      `json:"number"`
	Kind      RequestKind `json:"kind"`
	Code      string      `json:"code"`
	Due       Day         `json:"due"`
	Left      int         `json:"left"`
}

// RequestReminder is what the owner is reminded of on a day: fourteen, seven and
// two days before the last day, and when it has passed. Nothing is due while the
// firm waits for the person, nor of a request that is closed.
func RequestReminder(r Request, today Day) (Reminder, bool) {
	d := DeadlineOf(r, today)
	out := Reminder{RequestID: r.ID, Number: r.Number, Kind: r.Kind, Due: d.Due, Left: d.Left}
	switch {
	case !r.State.Open() || d.Paused && !d.Late:
	case d.Left < 0:
		out.Code = Overdue
	case d.Left <= 2:
		out.Code = Due2
	case d.Left <= 7:
		out.Code = Due7
	case d.Left <= 14:
		out.Code = Due14
	}
	return out, out.Code != ""
}
