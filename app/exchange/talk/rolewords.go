package talk

import (
	"strings"

	"kortisto/app"
)

// roleWords are what systems and people write for who speaks.
var roleWords = func() map[string]app.Role {
	table := map[string]app.Role{}
	for role, words := range map[app.Role]string{
		app.RoleCustomer: "customer client visitor contact guest lead enduser end-user end_user requester patient buyer shopper consumer asiakas kävijä vierailija yhteyshenkilö saapuva kund besökare gäst inkommande kunde besucher gast kontakt eingehend in incoming inbound received v",
		app.RoleAgent:    "agent operator admin staff support employee owner team teammate representative rep seller supervisor assistant_agent human_agent asiakaspalvelija agentti edustaja myyjä työntekijä käsittelijä lähtevä handläggare medarbetare säljare utgående mitarbeiter bearbeiter ausgehend out outgoing outbound sent a",
		app.RoleBot:      "bot chatbot robot automated automation ai assistant botti automaatti virtual_agent trigger",
		app.RoleSystem:   "system event activity järjestelmä tapahtuma händelse ereignis server service s",
	} {
		for _, w := range strings.Fields(words) {
			table[w] = role
		}
	}
	return table
}()

// roleOfWord is the role that a word means; "user" is not among them, for some
// call the customer so and others their own people.
func roleOfWord(word string) app.Role {
	if r, ok := roleWords[strings.ToLower(strings.TrimSpace(word))]; ok {
		return r
	}
	return app.RoleUnknown
}
