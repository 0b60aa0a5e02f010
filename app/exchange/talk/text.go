package talk

// textFormats are plain texts, known by the likeness of their lines, and come
// last; and archives, whose bytes no other reader may take for text.
func textFormats() []format {
	return []format{chatArchive(), recordingNames, callCSV, whatsappText, plainTranscript}
}
