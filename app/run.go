package app

import "time"

// RunState is how far a retention run has come.
type RunState string

const (
	RunGoing   RunState = "running" // or stopped by the machine: the rest follows when the register is next opened
	RunDone    RunState = "done"
	RunStopped RunState = "stopped" // cancelled: what had gone by then is gone whole, the rest stays
)

// Run is a retention run: what was approved, what went, and all that its
// certificate needs. It names nobody.
type Run struct {
	ID         string       `json:"id"` // empty: nothing was due
	On         Day          `json:"on"`
	BeganAt    time.Time    `json:"-"`
	Began      string       `json:"began"` // RFC 3339, UTC
	Ended      string       `json:"ended"` // the same; empty while it is running
	State      RunState     `json:"state"`
	Automatic  bool         `json:"automatic"`  // nobody was asked: its classes go by themselves
	Digest     string       `json:"digest"`     // of the review that was approved
	Records    int          `json:"records"`    // approved
	Done       int          `json:"done"`       // of them settled
	Counts     Counts       `json:"counts"`     // rows that went
	Classes    []ClassCount `json:"classes"`    // records that went
	Residue    int          `json:"residue"`    // strings of what went found afterwards; 0 or the erasure has failed
	Unsearched int          `json:"unsearched"` // records that went before the machine stopped: rewritten, but not searched for
	Kept       []Kept       `json:"kept"`       // due by their day, and kept all the same
	Ledger     []string     `json:"ledger"`     // entries of the ledger of erasures
	Rules      Policy       `json:"rules"`
}

// ClassCount is how many records of a class went, and how.
type ClassCount struct {
	Class   string   `json:"class"`
	Do      Disposal `json:"do"`
	Records int      `json:"records"`
}

// Kept is how many records stay past their day, why, and until when.
type Kept struct {
	Class   string `json:"class"`
	Count   int    `json:"count"`
	Because string `json:"because"`
	Until   Day    `json:"until"`
}

// Went adds records of a class to what went.
func (r *Run) Went(class string, do Disposal, records int) {
	if records == 0 {
		return
	}
	for i := range r.Classes {
		if r.Classes[i].Class == class && r.Classes[i].Do == do {
			r.Classes[i].Records += records
			return
		}
	}
	r.Classes = append(r.Classes, ClassCount{class, do, records})
}

// AnnounceDays is how long before it goes by itself a record is shown as going.
const AnnounceDays = 30

// AutoClass is a class whose records go without being asked for, and the day on
// which the owner chose so.
type AutoClass struct {
	Class string `json:"class"`
	Since Day    `json:"since"`
}

// Announced says whether a class has been shown long enough as going by itself:
// neither the choice nor the rule may be younger than AnnounceDays. Until then its
// records are asked for like all others.
func (a AutoClass) Announced(p Policy, today Day) bool {
	from := a.From(p, today)
	return from != "" && from <= today
}

// From is the first day on which records of the class go by themselves; "" where
// it has no rule.
func (a AutoClass) From(p Policy, today Day) Day {
	rule, ok := p.Rule(a.Class, today)
	if !ok {
		return ""
	}
	return max(a.Since, rule.Since).AddDays(AnnounceDays)
}

// LatestBegin is the last day on which something of a rule can have begun whose
// time is over on a day. It may be some days late where months differ in length,
// never early: the rules decide on what is found by it.
func (r Rule) LatestBegin(over Day) Day { return over.AddMonths(-r.Months).AddDays(3) }

// Timed says whether the rule has a period after which the data go by themselves.
func (r Rule) Timed() bool { return r.timed() }

// LastOver is the last day of begin whose time is over today: kept until the same
// day so many months later, gone the day after. "" where the rule has no period.
func (r Rule) LastOver(today Day) Day {
	if !r.timed() {
		return ""
	}
	// Counting back may land on a day that its month lacks, so the last steps are
	// taken forward.
	day := today.AddMonths(-r.Months).AddDays(2)
	for day.AddMonths(r.Months) >= today {
		day = day.AddDays(-1)
	}
	return day
}

// ClassTotal is how much of a class a review lists.
type ClassTotal struct {
	Class string `json:"class"`
	Due   int    `json:"due"`   // goes today
	Soon  int    `json:"soon"`  // within the asked days
	Kept  int    `json:"kept"`  // its day is over or near, and something keeps it
	Shown int    `json:"shown"` // of all these, decisions that the review still holds: see Cut
	Auto  bool   `json:"auto"`  // goes by itself, without being asked for
	From  Day    `json:"from"`  // and not before this day; empty: it does not
}

// Total counts the decisions class by class, in the order of Classes. For classes
// that go by themselves it is given from which day.
func (v *Review) Total(auto map[string]Day) {
	by := map[string]*ClassTotal{}
	for _, d := range v.Decisions {
		t := by[d.Class]
		if t == nil {
			t = &ClassTotal{Class: d.Class, Auto: auto[d.Class] != "", From: auto[d.Class]}
			by[d.Class] = t
		}
		t.Shown++
		switch {
		case d.Do == Keep:
			t.Kept++
		case d.Due(v.Today):
			t.Due++
		default:
			t.Soon++
		}
	}
	v.Classes = []ClassTotal{}
	for _, class := range Classes() {
		if t := by[class]; t != nil {
			v.Classes = append(v.Classes, *t)
		}
	}
}

// Cut keeps at most so many decisions of each class, the earliest. Totals, counts
// and the digest stay those of all.
func (v *Review) Cut(most int) {
	shown := map[string]int{}
	var few []Decision
	for _, d := range v.Decisions {
		if shown[d.Class]++; shown[d.Class] <= most {
			few = append(few, d)
		}
	}
	for i := range v.Classes {
		v.Classes[i].Shown = min(v.Classes[i].Shown, most)
	}
	if v.Decisions = few; few == nil {
		v.Decisions = []Decision{}
	}
}
