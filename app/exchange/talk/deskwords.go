package talk

import (
	"regexp"
	"strings"

	"kortisto/app"
)

// Names that systems give to visitors who have told none: a word and a number,
// a bare code, an address of the session, a place and a number.
var madeUp = regexp.MustCompile(`(?i)^(` +
	`#[0-9a-z]{4,}` +
	`|v[0-9]{8,}` +
	`|(visitor|vierailija|kävijä|besökare|besucher|guest|vieras|gäst|gast|anonymous|anonyymi|anonym|website visitor|web visitor|unknown|unnamed|client|customer|user|lead)([ _:#-]*[0-9][0-9a-f-]*)` +
	`|(visitor|vierailija|kävijä|besökare|besucher|guest|vieras|anonymous|anonymous user|anonymous visitor|anonyymi|anonym|website visitor|web visitor|unknown|unknown visitor|unnamed|unnamed user|unnamed visitor|\(unknown\)|null|undefined|n/a)` +
	`|.{2,40} \(.{0,60}\) #[0-9]+` +
	`)$`)

// petName is what Chatwoot makes up: bitter-water-123.
var petName = regexp.MustCompile(`^[a-z]{3,}-[a-z]{3,}-[0-9]{1,4}$`)

// madeUpName says that a name is the system's and nobody's.
func madeUpName(name string) bool { return madeUp.MatchString(name) || petName.MatchString(name) }

// fullName of a person as the system parts it.
func (o members) fullName() string {
	if name := o.text("name", "fullName", "full_name", "display_name", "displayName", "nickname"); name != "" {
		return name
	}
	first := o.text("first", "first_name", "firstName", "given_name")
	return strings.TrimSpace(first + " " + o.text("last", "last_name", "lastName", "family_name"))
}

// called is how somebody is shown beside his words.
func (o members) called() string {
	if name := o.fullName(); name != "" && !madeUpName(name) {
		return name
	}
	return o.text("email", "emailAddress", "mail")
}

// person tells of the customer what an object has of him.
func (t *talking) person(o members) {
	if o == nil {
		return
	}
	t.named(o.fullName())
	t.mailed(o.text("email", "emailAddress", "email_address", "mail"))
	t.phoned(o.text("phone", "phone_number", "phoneNumber"), o.text("mobile", "mobile_number"))
	for _, list := range []string{"emails", "phones"} {
		o[list].each(func(v raw) bool {
			s := v.text()
			if s == "" {
				s = v.object().text("value", "email", "phone", "number")
			}
			if list == "emails" {
				t.mailed(s)
			} else {
				t.phoned(s)
			}
			return true
		})
	}
	if t.Contact.Company == "" {
		t.Contact.Company = o.text("company", "organization", "organisation", "company_name", "organization_name")
	}
	if t.Contact.UserID == "" {
		t.Contact.UserID = o.text("external_id", "externalId", "user_id", "id")
	}
}

// attached is the name of the first file of a list, or its address.
func attached(list raw) (name string) {
	list.objects(func(o members) {
		if name == "" {
			name = o.text("filename", "file_name", "fileName", "name", "data_url", "content_url", "url", "href")
		}
		if name == "" {
			name = o.in("content").in("file").text("name", "url")
		}
	})
	if name == "" {
		list.each(func(v raw) bool {
			name = v.quoted()
			return name == ""
		})
	}
	return name
}

// channelOf a source's own word for the way in which it came.
func channelOf(word string, otherwise app.Channel) app.Channel {
	switch w := strings.ToLower(word); {
	case w == "":
	case strings.Contains(w, "mail"), w == "web", w == "portal":
		return app.Email
	case strings.Contains(w, "phone"), strings.Contains(w, "voice"), strings.Contains(w, "call"):
		return app.Phone
	case strings.Contains(w, "chat"), strings.Contains(w, "messaging"), strings.Contains(w, "whatsapp"), strings.Contains(w, "facebook"),
		strings.Contains(w, "widget"), strings.Contains(w, "instagram"), strings.Contains(w, "telegram"), strings.Contains(w, "sms"):
		return app.Chat
	}
	return otherwise
}

// kindIn is the kind of a plain message on a channel.
func kindIn(c app.Channel) app.MessageKind {
	if c == app.Email {
		return app.KindEmail
	}
	return app.KindText
}
