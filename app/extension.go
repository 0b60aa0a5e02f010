package app

// Normalised is the extension as it is kept.
func (e Extension) Normalised() Extension {
	e.Until, e.PlacedOn = Day(line(string(e.Until))), Day(line(string(e.PlacedOn)))
	e.Reason = paragraphs(e.Reason)
	return e
}

// ExtensionLimit is the last day until which a recording of a day may be kept by
// an extension: so many months after the day as the rule's longest time says.
// Where the rule allows none, or there is no rule, it is "".
func ExtensionLimit(rule Rule, recorded Day) Day {
	if rule.Longest <= rule.Months || !recorded.Valid() {
		return ""
	}
	return recorded.AddMonths(rule.Longest)
}

// Check judges a normalised extension of a recording of a day. It needs a reason,
// a later day than the recording has anyway, and one that the rule still allows:
// past that it is "extension-cap" (GDPR Art. 5(1)(e); the longest time is what the
// notice promises).
func (e Extension) Check(rule Rule, recorded, today Day) Errors {
	var es Errors
	if e.Reason == "" {
		es = append(es, E("extension-reason-missing", "reason"))
	}
	es = append(es, checkParagraphs("reason", e.Reason, MaxReason)...)
	limit := ExtensionLimit(rule, recorded)
	switch {
	case e.Until == "":
		es = append(es, E("required", "until"))
	case !e.Until.Valid():
		es = append(es, E("day-invalid", "until", "value", string(e.Until)))
	case limit == "" || e.Until > limit:
		es = append(es, E("extension-cap", "until", "value", string(e.Until), "limit", string(limit)))
	case e.Until <= today:
		es = append(es, E("day-past", "until", "value", string(e.Until), "today", string(today)))
	case e.Until <= recorded.AddMonths(rule.Months):
		es = append(es, E("extension-short", "until", "value", string(e.Until), "day", string(recorded.AddMonths(rule.Months))))
	}
	return es
}
