package app_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/finnish"
)

func TestDeadlinesOfRequests(t *testing.T) {
	b, err := os.ReadFile("testdata/gdpr_deadlines.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Received     app.Day `json:"received"`
		Target       app.Day `json:"one_month_date"`
		Last         app.Day `json:"last_day_1182_71"`
		Extended     app.Day `json:"three_months_date"`
		ExtendedLast app.Day `json:"extended_last_day"`
	}
	if err := json.Unmarshal(b, &vectors); err != nil || len(vectors) < 21 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for _, v := range vectors {
		r := app.Request{State: app.RequestReceived, Received: v.Received}
		d := app.DeadlineOf(r, v.Received)
		if d.Target != v.Target || d.Last != v.Last || d.ExtendedTarget != v.Extended || d.ExtendedLast != v.ExtendedLast || d.Due != v.Last {
			t.Errorf("received %s: %+v", v.Received, d)
		}
		if (d.Holiday != "") != (v.Target != v.Last) {
			t.Errorf("received %s: moved because of %q", v.Received, d.Holiday)
		}
		r.ExtendedOn = v.Last
		if e := app.DeadlineOf(r, v.Received); e.Due != v.ExtendedLast || e.ExtendedLate || e.Target != v.Target {
			t.Errorf("received %s, extended on the last day: %+v", v.Received, e)
		}
		r.ExtendedOn = v.Last.AddDays(1)
		if e := app.DeadlineOf(r, v.Received); e.Due != v.Last || !e.ExtendedLate {
			t.Errorf("received %s, extended a day late: %+v", v.Received, e)
		}
	}
}

func TestTheClockWaitsForThePerson(t *testing.T) {
	r := app.Request{State: app.RequestWorking, Received: "2026-11-05", Pauses: []app.Pause{{From: "2026-11-06", To: "2026-11-16", Why: "identity"}}}
	d := app.DeadlineOf(r, "2026-11-20")
	if d.Target != "2026-12-05" || d.Last != "2026-12-07" { // Saturday, and then Independence Day
		t.Errorf("the calendar's days: %+v", d)
	}
	if d.Suspended != 10 || d.Due != "2026-12-15" || d.Left != 25 || d.Paused {
		t.Errorf("ten days were waited: %+v", d)
	}

	r.Pauses[0].To, r.State = "", app.RequestIdentity
	for _, c := range []struct{ today, due app.Day }{{"2026-11-06", "2026-12-07"}, {"2026-11-16", "2026-12-15"}, {"2027-01-05", "2027-02-03"}} {
		if d := app.DeadlineOf(r, c.today); d.Due != c.due || !d.Paused || d.Late {
			t.Errorf("%s, still waiting: %+v", c.today, d)
		}
	}

	// What was asked for after the last day stops nothing any more.
	r.Pauses = []app.Pause{{From: "2026-12-08", Why: "identity"}}
	if d := app.DeadlineOf(r, "2027-02-01"); d.Due != "2026-12-07" || d.Paused || !d.Late || !steps(d, "asked-late") {
		t.Errorf("asked too late: %+v", d)
	}

	// Two pauses and an extension: all of it is counted, from the day of receipt.
	r = app.Request{State: app.RequestWorking, Received: "2026-08-31", ExtendedOn: "2026-10-02", Pauses: []app.Pause{
		{From: "2026-09-01", To: "2026-09-04", Why: "identity"}, {From: "2026-09-10", To: "2026-09-12", Why: "clarify"},
	}}
	if d := app.DeadlineOf(r, "2026-10-10"); d.Suspended != 5 || d.ExtendedLate || d.ExtendedTarget != "2026-11-30" || d.Due != "2026-12-07" {
		t.Errorf("five days on top of three months, moved off Saturday and Independence Day: %+v", d)
	}
}

func TestWhyThisDateIsTold(t *testing.T) {
	d := app.DeadlineOf(app.Request{Received: "2026-11-25"}, "2026-11-25")
	want := []app.Step{{Code: "received", On: "2026-11-25"}, {Code: "month", On: "2026-12-25"}, {Code: "moved", On: "2026-12-28", Text: finnish.ChristmasDay}}
	if !slices.Equal(d.Steps, want) {
		t.Errorf("got %+v", d.Steps)
	}
}

func steps(d app.Deadline, code string) bool {
	return slices.ContainsFunc(d.Steps, func(s app.Step) bool { return s.Code == code })
}

func TestRemindersComeAtFourteenSevenAndTwoDays(t *testing.T) {
	r := app.Request{ID: "a", Number: "TP-2026-01", State: app.RequestWorking, Received: "2026-06-01"} // due 1.7.2026
	for today, want := range map[app.Day]string{
		"2026-06-16": "", "2026-06-17": app.Due14, "2026-06-23": app.Due14, "2026-06-24": app.Due7, "2026-06-28": app.Due7,
		"2026-06-29": app.Due2, "2026-07-01": app.Due2, "2026-07-02": app.Overdue,
	} {
		got, ok := app.RequestReminder(r, today)
		if got.Code != want || ok != (want != "") || got.Due != "2026-07-01" {
			t.Errorf("%s: %+v, want %q", today, got, want)
		}
	}
	r.State, r.ClosedOn = app.RequestAnswered, "2026-06-20"
	if _, ok := app.RequestReminder(r, "2026-08-01"); ok {
		t.Error("a closed request reminds")
	}
	r = app.Request{State: app.RequestIdentity, Received: "2026-06-01", Pauses: []app.Pause{{From: "2026-06-29", Why: "identity"}}}
	if m, ok := app.RequestReminder(r, "2026-07-20"); ok {
		t.Errorf("it waits for the person, and reminds: %+v", m)
	}
}
