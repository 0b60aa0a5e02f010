package history

import (
	"kortisto/app"
	"kortisto/app/exchange/talk"
	"kortisto/app/finnish"
)

// byNumber makes a conversation of all calls with one number, in the order of
// the log. A call without a number belongs to its name; one without either stays
// by itself, for nobody.
func byNumber(calls []talk.Call) []talk.Conversation {
	var out []talk.Conversation
	at := map[string]int{}
	for _, call := range calls {
		number := call.Number
		if p, ok := finnish.ReadPhone(number, ""); ok {
			number = p.E164
		}
		id := number
		if id == "" && call.Name != "" {
			id = "name " + call.Name
		}
		i, there := at[id]
		if !there {
			i = len(out)
			at[id] = i
			out = append(out, talk.Conversation{Channel: app.Phone})
			if id != "" {
				out[i].ID = key("number", id)
			}
			if number != "" {
				out[i].Contact.Phones = []string{number}
			}
		}
		if out[i].Contact.Name == "" {
			out[i].Contact.Name = call.Name
		}
		out[i].Messages = append(out[i].Messages, callMessage(call))
	}
	return out
}

// callMessage is a call as a line of a conversation: the customer's when it came
// in, the firm's when it went out. One that was refused asks for no answer.
func callMessage(call talk.Call) talk.Message {
	m := talk.Message{Time: call.Time, Local: call.Local, Role: app.RoleCustomer, Kind: app.KindCall, Author: call.Agent, Seconds: call.Seconds}
	if call.Direction == app.Out {
		m.Role = app.RoleAgent
	}
	switch call.Result {
	case "missed", "voicemail":
		m.Kind = app.KindMissedCall
	case "rejected", "blocked":
		m.Kind = app.KindSystem
	}
	return m
}

// isCalls says whether a conversation was made here.
func isCalls(c *talk.Conversation) bool {
	if c.Channel != app.Phone || len(c.Authors) > 0 {
		return false
	}
	for _, m := range c.Messages {
		if m.Text != "" || m.Kind != app.KindCall && m.Kind != app.KindMissedCall && m.Kind != app.KindSystem {
			return false
		}
	}
	return true
}
