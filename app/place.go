package app

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
	PlaceID    string   `json:"placeId"`
	Place      string   `json:"place"`     // its name; worked out
	RequestID  string   `json:"requestId"` // that it came from; may be empty
	RunID      string   `json:"runId"`     // or the retention run
	CustomerID string   `json:"customerId"`
	About      string   `json:"about"` // whom, in words; empty once it is done
	AddedOn    Day      `json:"addedOn"`
	DueOn      Day      `json:"dueOn"`
	DoneOn     Day      `json:"doneOn"`
	Outcome    string   `json:"outcome"` // done, impossible, disproportionate
	Note       string   `json:"note"`
}
