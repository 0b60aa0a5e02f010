package talk

// messengerFormats are the exports of messengers in JSON.
func messengerFormats() []format { return []format{telegram, metaMessages, metaEncrypted} }
