package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kortisto/app"
)

// asked is a request of a kind as it stands in the register.
func asked(kind app.RequestKind) app.Request {
	r := app.Request{ID: "r", Number: "TP-2026-01", Kind: kind, CustomerID: "c", Name: "Helvi Mäkinen", Email: "helvi@posti.example",
		Language: app.Finnish, Received: "2026-06-01", Channel: app.Email}
	return r.Registered()
}

func TestWhatIsWrittenDownIsChecked(t *testing.T) {
	good := asked(app.AskAccess)
	if err := good.Check("2026-06-01").OrNil(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(r *app.Request)
		code   string
		field  string
	}{
		"a day to come":             {func(r *app.Request) { r.Received = "2026-06-02" }, "day-future", "received"},
		"no day":                    {func(r *app.Request) { r.Received = "31.6.2026" }, "day-invalid", "received"},
		"no such kind":              {func(r *app.Request) { r.Kind = "forget" }, "choice-invalid", "kind"},
		"nobody":                    {func(r *app.Request) { r.CustomerID, r.Name, r.Email = "", "", "" }, "request-nobody", "name"},
		"a marketing ban of nobody": {func(r *app.Request) { r.Kind, r.Marketing, r.CustomerID, r.Email = app.AskObject, true, "", "" }, "required", "email"},
		"a code in the words":       {func(r *app.Request) { r.Words = "Tunnukseni on 131052-308T" }, "hetu-found", "words"},
		"a code in the scope":       {func(r *app.Request) { r.Scope = "131052-308T" }, "hetu-found", "scope"},
		"a code in the name":        {func(r *app.Request) { r.Name = "Helvi 131052-308T" }, "hetu-found", "name"},
		"a code in the authority":   {func(r *app.Request) { r.Representative, r.Authority = "Lauri", "131052-308T" }, "hetu-found", "authority"},
		"nobody's authority":        {func(r *app.Request) { r.Representative = "Lauri Lehto" }, "required", "authority"},
	} {
		t.Run(name, func(t *testing.T) {
			r := good
			c.change(&r)
			es := r.Check("2026-06-01")
			if !slices.ContainsFunc(es, func(e *app.Error) bool { return e.Code == c.code && e.Field == c.field }) {
				t.Errorf("got %v, want %s (%s)", es, c.code, c.field)
			}
		})
	}
}

func TestNoAnswerWithoutIdentity(t *testing.T) {
	for _, kind := range app.RequestKinds() {
		r := asked(kind)
		r.CustomerID = "" // so that an erasure is no reason
		_, err := r.Answer(app.OutcomeDone, "", "2026-06-02", "2026-06-02")
		if refused := errors.Is(err, app.E("request-identity", "")); refused == (kind == app.AskWithdraw) {
			t.Errorf("%s: %v", kind, err)
		}
		if kind == app.AskWithdraw {
			continue
		}
		if _, err := r.Verify(app.NotNeeded, "2026-06-02", "2026-06-02", ""); !errors.Is(err, app.E("choice-invalid", "method")) {
			t.Errorf("%s: not needed is no method here: %v", kind, err)
		}
		if _, err := r.Verify(app.CallBack, "2026-06-02", "2026-06-02", "Passi 131052-308T"); !errors.Is(err, app.E("hetu-found", "note")) {
			t.Errorf("%s: a code in the note: %v", kind, err)
		}
		r, err = r.Verify(app.CallBack, "2026-06-02", "2026-06-02", "Soitettiin kortin numeroon")
		if err != nil || r.State != app.RequestWorking {
			t.Fatalf("%s: %s, %v", kind, r.State, err)
		}
		if r, err = r.Answer(app.OutcomeDone, "", "2026-06-03", "2026-06-03"); err != nil || r.State != app.RequestAnswered || r.ClosedOn != "2026-06-03" {
			t.Errorf("%s: %+v, %v", kind, r, err)
		}
	}
	r := asked(app.AskObject)
	r.Marketing = true
	if r = r.Registered(); r.State != app.RequestWorking || r.Method != app.NotNeeded || app.NextStep(r) != app.NextConfirm {
		t.Errorf("an objection to marketing waits for identity: %+v", r)
	}
}

func TestStepsThatAreRefused(t *testing.T) {
	const on, today = app.Day("2026-06-10"), app.Day("2026-06-20")
	verified := func(kind app.RequestKind) app.Request {
		r, err := asked(kind).Verify(app.InPerson, "2026-06-05", today, "")
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	marketing := asked(app.AskObject)
	marketing.Marketing = true
	marketing = marketing.Registered()
	extended, err := verified(app.AskAccess).Extend("Paljon aineistoa", on, today)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		err  error
		code string
	}{
		"an answer before receipt":          {second(verified(app.AskAccess).Answer(app.OutcomeDone, "", "2026-05-31", today)), "request-day-before"},
		"an answer before the verification": {second(verified(app.AskAccess).Answer(app.OutcomeDone, "", "2026-06-04", today)), "request-day-before"},
		"an answer of tomorrow":             {second(verified(app.AskAccess).Answer(app.OutcomeDone, "", "2026-06-21", today)), "day-future"},
		"a part without reasons":            {second(verified(app.AskAccess).Answer(app.OutcomePartly, " ", on, today)), "required"},
		"an erasure that was not done":      {second(verified(app.AskErase).Answer(app.OutcomeDone, "", on, today)), "request-not-erased"},
		"an extension without a reason":     {second(verified(app.AskAccess).Extend("", on, today)), "required"},
		"a second extension":                {second(extended.Extend("Vielä", on, today)), "request-extended"},
		"marketing put off":                 {second(marketing.Extend("Kiire", on, today)), "request-absolute"},
		"marketing refused":                 {second(marketing.Refuse(app.RefuseExcessive, "Taas", on, today)), "request-absolute"},
		"marketing heeded in part":          {second(marketing.Answer(app.OutcomePartly, "Vain osa", on, today)), "request-absolute"},
		"no such ground":                    {second(verified(app.AskAccess).Refuse("busy", "Kiire", on, today)), "choice-invalid"},
		"a refusal without reasons":         {second(verified(app.AskAccess).Refuse(app.RefuseExcessive, "", on, today)), "required"},
		"identity that nobody asked for":    {second(asked(app.AskAccess).Refuse(app.RefuseIdentity, "Ei osoitettu", on, today)), "request-identity-unasked"},
		"identity that was shown":           {second(verified(app.AskAccess).Refuse(app.RefuseIdentity, "Ei osoitettu", on, today)), "request-identity-unasked"},
		"verified twice":                    {second(verified(app.AskAccess).Verify(app.InPerson, on, today, "")), "request-verified"},
		"identity of who is known":          {second(verified(app.AskAccess).AskIdentity(on, today)), "request-step"},
		"clarified without a question":      {second(verified(app.AskAccess).Clarified("Laskut", on, today)), "request-step"},
	} {
		if !errors.Is(c.err, app.E(c.code, "")) {
			t.Errorf("%s: got %v, want %s", name, c.err, c.code)
		}
	}
}

func second(_ app.Request, err error) error { return err }

func TestNumbersOfRequestsRunByTheYear(t *testing.T) {
	s := app.RequestSeries("2026-11-21")
	if n := s.Next(); n != "TP-2026-01" {
		t.Errorf("the first is %s", n)
	}
	for _, used := range []string{"TP-2026-01", "TP-2025-40", "TP-2026-99"} {
		s.Used(used)
	}
	if n := s.Next(); n != "TP-2026-100" {
		t.Errorf("after 99 comes %s", n)
	}
}

// Any steps in any order, on any days: nobody is answered without identity where
// it is demanded, nothing is extended twice, no absolute request is refused, what
// ends late says so, what is closed stays as it is, and pauses never run backwards.
func TestAnyWayThroughTheWorkflow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := asked(rapid.SampledFrom(app.RequestKinds()).Draw(t, "kind"))
		r.Marketing = r.Kind == app.AskObject && rapid.Bool().Draw(t, "marketing")
		r = r.Registered()
		today := r.Received
		extensions := 0
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			today = today.AddDays(rapid.IntRange(0, 40).Draw(t, "days"))
			on := today.AddDays(-rapid.SampledFrom([]int{0, 0, 1, 9, 60, -1}).Draw(t, "ago"))
			before := r
			step := rapid.SampledFrom([]string{"ask", "verify", "clarify", "clarified", "extend", "refuse", "cancel", "answer", "erase", "edit"}).Draw(t, "step")
			after, err := take(t, r, step, on, today)
			if err != nil {
				continue
			}
			r = after
			if step == "extend" {
				extensions++
			}
			if !before.State.Open() {
				t.Fatalf("%s changed a closed request: %+v", step, r)
			}
			if (on > today || on < r.Received) && step != "edit" && step != "erase" {
				t.Fatalf("%s on %s, received %s, today %s", step, on, r.Received, today)
			}
		}
		holds(t, r, today, extensions)
	})
}

func take(t *rapid.T, r app.Request, step string, on, today app.Day) (app.Request, error) {
	text := rapid.SampledFrom([]string{"", "Syy", strings.Repeat("a", 3000), "131052-308T"}).Draw(t, "text")
	switch step {
	case "ask":
		return r.AskIdentity(on, today)
	case "verify":
		return r.Verify(rapid.SampledFrom(app.IdentityMethods()).Draw(t, "method"), on, today, text)
	case "clarify":
		return r.AskClarification(on, today)
	case "clarified":
		return r.Clarified(text, on, today)
	case "extend":
		return r.Extend(text, on, today)
	case "refuse":
		return r.Refuse(rapid.SampledFrom(app.RefuseGrounds()).Draw(t, "ground"), text, on, today)
	case "cancel":
		return r.Cancel(on, today)
	case "erase":
		if !r.State.Open() || !r.Identified() {
			return r, app.E("request-identity", "")
		}
		r.CustomerID = "" // the card goes
		return r, nil
	case "edit":
		by := r
		by.Received, by.Words = r.Received.AddDays(rapid.IntRange(-5, 5).Draw(t, "shift")), text
		return r.Edited(by, today)
	}
	return r.Answer(rapid.SampledFrom([]string{app.OutcomeDone, app.OutcomePartly}).Draw(t, "outcome"), text, on, today)
}

func holds(t *rapid.T, r app.Request, today app.Day, extensions int) {
	d := app.DeadlineOf(r, today)
	answered := r.State == app.RequestAnswered
	switch {
	case answered && r.NeedsIdentity() && (r.VerifiedOn == "" || r.Method == app.NotNeeded || r.VerifiedOn > r.ClosedOn):
		t.Fatalf("answered without identity: %+v", r)
	case answered && r.Kind == app.AskErase && r.Outcome == app.OutcomeDone && r.CustomerID != "":
		t.Fatalf("an erasure is done and the card is there: %+v", r)
	case answered && r.Outcome == app.OutcomePartly && r.Reason == "", r.State == app.RequestRefused && (r.Reason == "" || r.RefuseGround == ""):
		t.Fatalf("no reasons: %+v", r)
	case r.State == app.RequestRefused && r.Absolute():
		t.Fatalf("refused what can not be refused: %+v", r)
	case extensions > 1, extensions == 1 && r.ExtendReason == "":
		t.Fatalf("%d extensions: %+v", extensions, r)
	case r.State.Open() != (r.ClosedOn == ""), r.State.Open() != (r.Outcome == ""):
		t.Fatalf("neither open nor closed: %+v", r)
	case strings.Contains(r.Words+r.Scope+r.VerifiedNote+r.ExtendReason+r.Reason, "131052-308T"):
		t.Fatalf("a personal identity code was kept: %+v", r)
	}
	// Late is what is past the last day, and that is never further off than three
	// months and the days that were waited.
	ends := today
	if r.ClosedOn != "" {
		ends = r.ClosedOn
	}
	if d.Late != (ends > d.Due) || d.Left != ends.DaysUntil(d.Due) {
		t.Fatalf("late is not said: ends %s, %+v", ends, d)
	}
	base := d.Target
	if r.ExtendedOn != "" && !d.ExtendedLate {
		base = d.ExtendedTarget
	}
	furthest, _ := base.AddDays(d.Suspended).WorkingDay()
	if d.Due != furthest || d.Due < d.Last {
		t.Fatalf("due %s, at most %s: %+v", d.Due, furthest, d)
	}
	last, open := app.Day(""), 0
	for _, p := range r.Pauses {
		if p.From < last || p.To != "" && p.To < p.From || p.From < r.Received {
			t.Fatalf("pauses run backwards: %+v", r.Pauses)
		}
		if p.To == "" {
			open++
		}
		last = max(p.From, p.To)
	}
	if waits := r.State == app.RequestIdentity || r.State == app.RequestClarify; open > 1 || (open == 1) != waits {
		t.Fatalf("%d pauses stand, state %s", open, r.State)
	}
	if !slices.Contains(app.NextSteps(), app.NextStep(r)) {
		t.Fatalf("%q is no step", app.NextStep(r))
	}
}
