package talk

import (
	"strings"
	"sync"
	"unicode"
)

// MapFields are the fields that Options.Map takes, in the order of offering.
// text is the one that must be there.
func MapFields() []string {
	return []string{"conversation", "id", "title", "time", "author", "role", "text", "kind", "internal", "attachment", "name", "email", "phone", "company", "userId", "rating"}
}

// mapWords are the headings and member names that programs and people give a
// field, in English, Finnish, Swedish and German, written without blanks and
// punctuation. Earlier ones are surer.
var mapWords = map[string]string{
	"conversation": "conversationid chatid threadid ticketid sessionid conversation chat thread ticket ticketnumber caseid case roomid room dialogid " +
		"keskustelu keskustelunid keskusteluntunnus keskustelunnumero keskustelunro keskustelutunnus keskusteluid tiketti tikettinumero tiketintunnus tiketinnumero chatintunnus istunto konversation konversationsid chattid ärende ärendenummer gespräch gesprächsid chatnr ticketnr vorgang",
	"id":    "messageid msgid eventid uuid fingerprint viestitunnus viestiid meddelandeid nachrichtid nachrichtenid id",
	"title": "subject title topic conversationtitle conversationsubject ticketsubject aihe otsikko ämne rubrik betreff titel thema",
	"time": "createdat timestamp sentat datetime created time date senton createdtime createddate sentdate messagetime messagedate createdon postedat receivedat ts when at sent timesent created_at updatedat " +
		"aika aikaleima ajankohta päivämäärä pvm päiväjaaika pvmjaaika kellonaika lähetetty lähetysaika luotu tid tidpunkt tidsstämpel datum datumochtid skickat skickad skapad zeit zeitstempel zeitpunkt uhrzeit gesendet gesendetam erstellt erstelltam",
	"author": "author authorname sender sendername from fromname username user nickname nick speaker agentname operatorname senderdisplayname displayname by createdby createdbyname postedby writer participant who fromuser username from_user " +
		"lähettäjä kirjoittaja lähettäjännimi nimimerkki puhuja keneltä avsändare avsändarensnamn författare från absender verfasser autor von absendername",
	"role": "role authortype sendertype senderrole authorrole usertype actortype direction fromtype createdbytype participanttype side " +
		"rooli lähettäjäntyyppi suunta osapuoli roll avsändartyp riktning rolle absendertyp richtung",
	"text": "text body message msg content messagetext messagebody bodytext plainbody plaintext messagecontent textbody htmlbody bodyhtml html transcript comment description line value " +
		"viesti teksti viestinteksti sisältö viestinsisältö kommentti keskustelunteksti meddelande meddelandetext innehåll kommentar nachricht nachrichtentext inhalt mitteilung",
	"kind":       "type messagetype msgtype eventtype kind tyyppi viestintyyppi typ meddelandetyp nachrichtentyp",
	"internal":   "internal private isprivate isinternal isnote note visibility sisäinen yksityinen intern privat public ispublic julkinen offentlig öffentlich",
	"attachment": "attachment attachmentname attachments filename file fileurl attachmenturl mediaurl liite liitteet tiedosto bilaga fil anhang datei",
	"name": "customername visitorname contactname clientname guestname customerfullname fullname name requestername endusername leadname " +
		"asiakas asiakkaannimi kävijännimi vierailija yhteyshenkilö nimi kund kundnamn kundensnamn besökare namn kunde kundenname besucher besuchername",
	"email": "email emailaddress customeremail visitoremail contactemail useremail requesteremail mail " +
		"sähköposti sähköpostiosoite asiakkaansähköposti sposti epost epostadress mejl kundensepost emailadresse kundenemail",
	"phone": "phone phonenumber mobile telephone tel msisdn customerphone visitorphone mobilenumber whatsappnumber " +
		"puhelin puhelinnumero puh matkapuhelin gsm asiakkaanpuhelin telefon telefonnummer mobil mobilnummer handy rufnummer",
	"company": "company companyname organization organisation organizationname yritys yrityksennimi organisaatio företag företagsnamn firma unternehmen",
	"userId":  "customerid visitorid contactid userid clientid externalid asiakasnumero asiakastunnus kävijäid kundnummer kundid kundennummer",
	"rating":  "rating score csat satisfaction conversationrating arvio arvosana palaute betyg omdöme bewertung",
}

// mapTable is mapWords by word: the field and how sure it is, 1 is the surest.
var mapTable = sync.OnceValue(func() map[string]map[string]int {
	table := map[string]map[string]int{}
	for field, words := range mapWords {
		for i, w := range strings.Fields(words) {
			if table[w] == nil {
				table[w] = map[string]int{}
			}
			if table[w][field] == 0 {
				table[w][field] = i + 1
			}
		}
	}
	return table
})

// mapKey is how headings and member names are compared.
func mapKey(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// fieldsOf are the fields that a path may be. What stands before the last name
// counts too: author.name is another thing than customer.name.
func fieldsOf(path string) map[string]int {
	names := strings.FieldsFunc(strings.ReplaceAll(path, "[]", ""), func(r rune) bool { return r == '.' })
	if len(names) == 0 {
		return nil
	}
	last := mapKey(names[len(names)-1])
	if len(names) == 1 {
		return mapTable()[last]
	}
	before := mapKey(names[len(names)-2])
	if fields := mapTable()[before+last]; fields != nil {
		return fields
	}
	of := mapTable()[before]
	switch last {
	case "name", "fullname", "displayname", "nickname", "username", "nimi", "namn", "n", "value", "text", "content", "body", "label", "plain":
		if of != nil && (of["author"] > 0 || of["name"] > 0 || of["text"] > 0) {
			return of
		}
		if customerWord(before) && last != "text" && last != "body" {
			return map[string]int{"name": 2}
		}
	case "type", "role", "kind", "t":
		if of["author"] > 0 {
			return map[string]int{"role": 1}
		}
	case "email", "mail", "phone", "phonenumber", "id":
		switch {
		case customerWord(before):
			if last == "id" {
				return map[string]int{"userId": 3}
			}
		case of["author"] > 0:
			return nil // of whoever speaks, which may be the firm
		case last == "id" && of["conversation"] > 0:
			return map[string]int{"conversation": 2}
		}
	}
	return mapTable()[last]
}

func customerWord(key string) bool {
	switch key {
	case "visitor", "customer", "client", "contact", "guest", "requester", "lead", "enduser", "asiakas", "kävijä", "vierailija", "kund", "besökare", "kunde", "besucher":
		return true
	}
	return false
}

// lastName is a path's last name, or a heading, as they are compared.
func lastName(place string) string {
	names := strings.Split(place, ".")
	return mapKey(names[len(names)-1])
}

// weakText are words that many lists have which hold no conversation. By them
// alone nothing is taken for one; they are only offered.
func weakText(place string) bool {
	switch lastName(place) {
	case "comment", "description", "line", "value", "html", "kommentti", "kommentar":
		return true
	}
	return false
}
