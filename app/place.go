package app

import (
	"slices"
	"strconv"
	"strings"
)

// PlaceKind is where, besides the vault, data of customers lie, or who has them.
type PlaceKind string

const (
	PlacePaper      PlaceKind = "paper"
	PlacePhone      PlaceKind = "phone"
	PlaceComputer   PlaceKind = "computer" // files outside the vault
	PlaceStick      PlaceKind = "stick"    // backup media
	PlaceServer     PlaceKind = "server"
	PlaceMail       PlaceKind = "mail" // the mail box, and who keeps it
	PlaceAccountant PlaceKind = "accountant"
	PlaceChat       PlaceKind = "chat" // the chat vendor
	PlaceOther      PlaceKind = "other"
)

// PlaceKinds in the order in which they are offered.
func PlaceKinds() []PlaceKind {
	return []PlaceKind{PlacePaper, PlacePhone, PlaceComputer, PlaceStick, PlaceServer, PlaceMail, PlaceAccountant, PlaceChat, PlaceOther}
}

// Place is one place outside the vault, or one recipient, that the firm has told
// the program of. What is erased in the vault becomes a task there; what is said
// of it stands in the access letter (GDPR Art. 15(1)(c), 15(2), 19).
type Place struct {
	ID        string    `json:"id"`
	Kind      PlaceKind `json:"kind"`
	Name      string    `json:"name"`      // of the firm or the thing: Tilitoimisto Luku Oy, tikku B
	Recipient bool      `json:"recipient"` // somebody else than the firm: named in letters, notified under Art. 19
	Processor bool      `json:"processor"` // on the firm's behalf (Art. 28), else on their own
	Email     string    `json:"email"`     // where notices go; may be empty
	Holds     string    `json:"holds"`     // what of the customers lies there, in words
	Country   string    `json:"country"`   // ISO code; empty: Finland
	Safeguard string    `json:"safeguard"` // of a transfer out of the EEA (Art. 46), in words
	Days      int       `json:"days"`      // after how many days it empties itself (a rotation); 0: never
	EndedOn   Day       `json:"endedOn"`   // no longer used; empty while it is
}

// TaskKind is what is to be done outside the vault.
type TaskKind string

const (
	TaskErase   TaskKind = "erase"   // the copies there are to be destroyed
	TaskRectify TaskKind = "rectify" // the copies there are to be corrected
	TaskNotify  TaskKind = "notify"  // the recipient is to be told (Art. 19)
)

// Task is something to be done outside the vault because of what was done in it.
// Whom it is about is named until it is done, and then forgotten.
type Task struct {
	ID         string   `json:"id"`
	Kind       TaskKind `json:"kind"`
	PlaceID    string   `json:"placeId"`    // empty: it is about a copy, or a recipient out of the log of disclosures
	CopyID     string   `json:"copyId"`     // a file that was taken out of the register
	Place      string   `json:"place"`      // the name of the place, the copy or the recipient; worked out
	Email      string   `json:"email"`      // where a notice to it goes; worked out, may be empty
	RequestID  string   `json:"requestId"`  // that it came from; may be empty
	RunID      string   `json:"runId"`      // or the retention run
	CustomerID string   `json:"customerId"` // the card may be gone
	About      string   `json:"about"`      // whom, in words; empty once it is done
	AddedOn    Day      `json:"addedOn"`
	DueOn      Day      `json:"dueOn"`
	DoneOn     Day      `json:"doneOn"`
	Outcome    string   `json:"outcome"` // one of TaskOutcomes; empty while it is open
	Note       string   `json:"note"`
}

// Outcomes of a task. The last two are the exceptions of GDPR Art. 19, and need a
// reason.
const (
	TaskDone             = "done"
	TaskImpossible       = "impossible"
	TaskDisproportionate = "disproportionate"
)

// TaskOutcomes in the order in which they are offered.
func TaskOutcomes() []string { return []string{TaskDone, TaskImpossible, TaskDisproportionate} }

// TaskKinds lists every kind.
func TaskKinds() []TaskKind { return []TaskKind{TaskErase, TaskRectify, TaskNotify} }

// taskDays is how soon a task should be done: the month of GDPR Art. 12(3) would
// be too late to tell the person how it went.
const taskDays = 14

// MaxRotation is the longest rotation of a place, in days: ten years.
const MaxRotation = 3650

// Normalised is the place as it is kept. A processor is always somebody else.
func (p Place) Normalised() Place {
	p.Kind, p.Name, p.Holds = choice(p.Kind), line(p.Name), paragraphs(p.Holds)
	p.Email, p.Country, p.Safeguard = email(p.Email), country(p.Country), line(p.Safeguard)
	p.Recipient = p.Recipient || p.Processor
	if !p.OutsideEEA() {
		p.Safeguard = ""
	}
	return p
}

// Check judges a normalised place. What goes out of the EEA needs a safeguard
// that the person can be told (GDPR Art. 15(2), 46).
func (p Place) Check() Errors {
	problems := checkChoice("kind", p.Kind, PlaceKinds())
	if p.Name == "" {
		problems = append(problems, E("required", "name"))
	}
	if p.OutsideEEA() && p.Safeguard == "" {
		problems = append(problems, E("required", "safeguard"))
	}
	if p.Country != "" && !countryForm.MatchString(p.Country) {
		problems = append(problems, E("country-form", "country", "value", p.Country))
	}
	if p.Days < 0 || p.Days > MaxRotation {
		problems = append(problems, E("invalid", "days", "value", strconv.Itoa(p.Days)))
	}
	return slices.Concat(problems,
		checkLine("name", p.Name, MaxName),
		checkEmail("email", p.Email),
		checkParagraphs("holds", p.Holds, MaxReason),
		checkLine("safeguard", p.Safeguard, MaxLine),
	)
}

// eea lists the EEA besides Finland, which is the empty country on a card: the
// Union, Iceland, Liechtenstein and Norway. Åland is Finland.
const eea = " AT AX BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK "

// OutsideEEA says whether data there are a transfer to a third country (GDPR
// chapter V).
func (p Place) OutsideEEA() bool {
	return p.Country != "" && !strings.Contains(eea, " "+p.Country+" ")
}

// Standing says whether the place is still used, or empties itself only later: a
// stick that rotates in 60 days holds what was erased for so long.
func (p Place) Standing(today Day) bool {
	return p.EndedOn == "" || p.Days > 0 && p.EndedOn.AddDays(p.Days) >= today
}

// Wants says whether a place gets a task of a kind. To erase and to correct is for
// wherever data may lie, to be told is for those who are somebody else.
func (p Place) Wants(k TaskKind) bool {
	if k == TaskNotify {
		return p.Recipient
	}
	return !p.Recipient
}

// TaskAt is the task of a kind at a place, to be done in two weeks, or when the
// place has emptied itself: then it is only to be looked at.
func TaskAt(k TaskKind, p Place, today Day) Task {
	days := taskDays
	if k == TaskErase && p.Days > 0 {
		days = p.Days
	}
	return Task{Kind: k, PlaceID: p.ID, Place: p.Name, Email: p.Email, AddedOn: today, DueOn: today.AddDays(days)}
}

// TaskFor is a task that is about no place: a copy, a recipient.
func TaskFor(k TaskKind, today Day) Task {
	return Task{Kind: k, AddedOn: today, DueOn: today.AddDays(taskDays)}
}

// Open says whether the task is still to be done.
func (t Task) Open() bool { return t.DoneOn == "" }

// Done is the task as it is kept once it is done: whom it was about is forgotten.
func (t Task) Done(outcome, note string, today Day) (Task, error) {
	t.Outcome, t.Note = choice(outcome), paragraphs(note)
	problems := slices.Concat(checkChoice("outcome", t.Outcome, TaskOutcomes()), checkParagraphs("note", t.Note, MaxReason))
	if t.Outcome != TaskDone && t.Note == "" {
		problems = append(problems, E("required", "note"))
	}
	t.About, t.DoneOn = "", today
	return t, problems.OrNil()
}
