package talk

const (
	BrokenOff = "talk-broken-off"
	DayOrder  = "talk-day-order"
)
