package talk

// phoneFormats are what telephones and exchanges write: short messages, calls
// and recordings of them.
func phoneFormats() []format { return []format{androidSMS, androidCalls, sidecar} }
