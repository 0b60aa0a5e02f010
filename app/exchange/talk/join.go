package talk

import (
	"slices"
	"strings"
)

// Join makes one file of several: of a thread that its program wrote in parts
// (message_1.json, message_2.json), or of all that lies in an archive.
// Conversations with the same ID become one, its messages in the order of time.
func Join(files []*File) *File {
	out := &File{}
	at := map[string]int{}
	joined := map[int]bool{}
	for _, f := range files {
		if out.Format == "" {
			out.Format, out.Variant = f.Format, f.Variant
		}
		out.Calls = append(out.Calls, f.Calls...)
		out.Recordings = append(out.Recordings, f.Recordings...)
		out.Findings = append(out.Findings, f.Findings...)
		for _, c := range f.Conversations {
			i, known := at[c.ID]
			if c.ID == "" || !known {
				at[c.ID] = len(out.Conversations)
				out.Conversations = append(out.Conversations, c)
				continue
			}
			out.Conversations[i].join(c)
			joined[i] = true
		}
	}
	for i := range joined {
		out.Conversations[i].sortByTime()
	}
	return out
}

func (c *Conversation) join(more Conversation) {
	c.Messages = append(c.Messages, more.Messages...)
	for _, a := range more.Authors {
		c.Authors = appendNew(c.Authors, a)
	}
	for _, a := range more.LikelyUs {
		c.LikelyUs = appendNew(c.LikelyUs, a)
	}
	for _, e := range more.Contact.Emails {
		c.Contact.Emails = appendNew(c.Contact.Emails, e)
	}
	for _, p := range more.Contact.Phones {
		c.Contact.Phones = appendNew(c.Contact.Phones, p)
	}
	if c.Contact.Name == "" {
		c.Contact.Name = more.Contact.Name
	}
	c.AskUs = c.AskUs || more.AskUs
	for _, fact := range more.Technical {
		if !slices.Contains(c.Technical, fact) {
			c.Technical = append(c.Technical, fact)
		}
	}
}

// sortByTime puts the messages in the order of time; of one time in that of the
// file.
func (c *Conversation) sortByTime() {
	slices.SortStableFunc(c.Messages, func(a, b Message) int { return strings.Compare(sortKey(a.Time), sortKey(b.Time)) })
}

// sortKey of times with and without parts of a second: the letter after the
// seconds would come after the point.
func sortKey(time string) string { return strings.TrimSuffix(time, "Z") }
