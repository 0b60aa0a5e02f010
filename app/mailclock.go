package app

// ClassMailing is an entry of the e-mail list.
const ClassMailing = "mailing"

// What an entry's time is counted from.
const (
	BecauseConsent   = "consent"   // the newest permission
	BecauseContact   = "contact"   // the newest contact with the card that it belongs to
	BecauseAdded     = "added"     // neither: the day on which it was added
	BecauseWithdrawn = "withdrawn" // there is no permission any more, and so no ground
)

// EntryClock is how long an entry may be kept, and why.
type EntryClock struct {
	From    Day    `json:"from"`    // counted from
	Until   Day    `json:"until"`   // the last day on which it may be kept
	EraseOn Day    `json:"eraseOn"` // the day from which it must go
	RenewOn Day    `json:"renewOn"` // from when the renewal of the consent is asked for; empty: there is none
	Because string `json:"because"`
}

// renewMonths before its end a consent is to be renewed.
const renewMonths = 1

// ClockOfEntry works out when an entry goes: the period is counted from the
// consent or from the last contact that was no mass mailing, whichever is
// later. An entry whose consent was withdrawn goes on the next day. contact is
// empty where there is none.
func ClockOfEntry(e ListEntry, contact Day, p Policy, today Day) EntryClock {
	if e.Standing.Permission == PermissionRefused {
		return EntryClock{From: e.Standing.On, Until: e.Standing.On, EraseOn: e.Standing.On.AddDays(1), Because: BecauseWithdrawn}
	}
	c := EntryClock{From: e.AddedOn, Because: BecauseAdded}
	given := e.Standing.Permission == PermissionGiven
	if given {
		c.From, c.Because = e.Standing.On, BecauseConsent
	}
	if contact != "" && contact <= today && (contact > c.From || c.Because == BecauseAdded) {
		c.From, c.Because = contact, BecauseContact
	}
	rule, ok := p.Rule(ClassMailing, today)
	switch untimed(rule, ok, c.Event()) {
	case "":
	case BecauseOrder:
		c.Because = BecauseOrder
		return c
	default:
		c.Because = BecauseClock
		return c
	}
	c.Until = c.From.AddMonths(rule.Months)
	c.EraseOn = c.Until.AddDays(1)
	if given {
		c.RenewOn = c.Until.AddMonths(-renewMonths)
	}
	return c
}

// Over says whether the entry must go today.
func (c EntryClock) Over(today Day) bool { return c.EraseOn != "" && c.EraseOn <= today }

// Renewing says whether the renewal of the consent is to be asked for today.
func (c EntryClock) Renewing(today Day) bool {
	return c.RenewOn != "" && c.RenewOn <= today && today <= c.Until
}

// Event is what the entry's time counts from, for its Item.
func (c EntryClock) Event() Event { return Event{Kind: EventKind(c.Because), On: c.From} }
