package app

import "slices"

// Classes are all classes that the policy has a rule for, in the order in which
// they are shown.
func Classes() []string {
	return []string{
		ClassCustomer, ClassPerson, ClassContact, ClassChat, ClassTechnical, ClassRecording, ClassDelivery,
		ClassConsent, ClassMailing, ClassVisitor, ClassRequest, ClassAudit, ClassInvoice, ClassRealEstate, ClassBooks,
	}
}

// Preset is the promise of one privacy notice as rules.
type Preset struct {
	Code   string `json:"code"`
	Policy Policy `json:"policy"`
}

// Presets in the order in which they are offered; the first is how a register
// begins.
func Presets() []Preset {
	return []Preset{
		{"softop", Softop()}, {"kivra", Kivra()}, {"app2day", App2day()}, {"seamk", Seamk()}, {"kouta", Kouta()},
	}
}

// PresetCodes are the codes of Presets.
func PresetCodes() []string {
	var out []string
	for _, p := range Presets() {
		out = append(out, p.Code)
	}
	return out
}

// FindPreset finds a preset by its code.
func FindPreset(code string) (Preset, bool) {
	ps := Presets()
	at := slices.IndexFunc(ps, func(p Preset) bool { return p.Code == code })
	if at < 0 {
		return Preset{}, false
	}
	return ps[at], true
}

// since is the day from which the General Data Protection Regulation applies: the
// presets are in force as long as anything that they stand on.
const since Day = "2018-05-25"

// presetFrom is the table with no notice but the law and the program's own choice,
// and in it the rules that a notice sets.
func presetFrom(set ...Rule) Policy {
	const storage, program, law = "gdpr-5-1-e", "program", "law"
	p := Policy{
		{Class: ClassCustomer, From: FromLastNeeded, Months: 36, Do: Erase, Basis: storage, Source: program},
		{Class: ClassPerson, From: FromCustomer, Do: Erase, Basis: storage, Source: program},
		{Class: ClassContact, From: FromCustomer, Do: Erase, Basis: storage, Source: program},
		{Class: ClassChat, From: FromCustomer, Do: Erase, Basis: storage, Source: program},
		// What a page learnt of a machine serves the chat while it goes on, and
		// nothing long after: the shortest of the times that a notice gives for what
		// it keeps half a year.
		{Class: ClassTechnical, From: FromRecord, Months: 6, Do: Erase, Basis: "gdpr-5-1-c", Source: program},
		{Class: ClassRecording, From: FromRecord, Months: 3, Longest: 12, Do: Erase, Basis: storage, Source: program},
		{Class: ClassDelivery, From: FromCustomer, Do: Erase, Basis: storage, Source: program},
		{Class: ClassConsent, From: FromCustomer, Do: Erase, Basis: "gdpr-7-1", Source: program},
		// No notice sets a time for the e-mail list: the one of the cards.
		{Class: ClassMailing, From: FromConsent, Months: 36, Do: Erase, Basis: storage, Source: program},
		// Once visitors' numbers are in the register the firm answers for them: the
		// longest time that Analytics itself offers.
		{Class: ClassVisitor, From: FromVisit, Months: 14, Do: Anonymise, Basis: storage, Source: program},
		{Class: ClassRequest, From: FromClosed, Months: 36, Do: Erase, Basis: "gdpr-5-2", Source: program},
		{Class: ClassAudit, From: FromWritten, Months: 36, Do: Erase, Basis: "gdpr-5-2", Source: program},
		{Class: ClassInvoice, From: FromFinancialYear, Months: vouchersMonths, Do: Erase, Basis: "kpl-2-10-2", Source: law},
		{Class: ClassRealEstate, From: FromReviewYear, Months: realEstateMonths, Do: Erase, Basis: "avl-209-q", Source: law},
		{Class: ClassBooks, From: FromFinancialYear, Months: booksMonths, Do: Keep, Basis: "kpl-2-10-1", Source: law},
	}
	for i := range p {
		for _, r := range set {
			if r.Class == p[i].Class {
				p[i] = r
			}
		}
		p[i].Since = since
	}
	return p
}

// Softop is the policy of Kuopion Softop's notice: "Henkilö- ja yritystiedot
// poistetaan kolmen vuoden päästä siitä ajanhetkestä, kun asiakkaan tietoja on
// viimeksi tarvittu." It covers companies as well as persons. Invoices stay the
// statutory time.
func Softop() Policy {
	return presetFrom(Rule{Class: ClassCustomer, From: FromLastNeeded, Months: 36, Do: Erase, Basis: "gdpr-5-1-e", Source: "notice-softop"})
}

// Kivra is the policy of the customer service of Kivra: "Puhelutallenteita
// säilytämme 3 kuukautta", single ones "enintään 12 kuukautta".
func Kivra() Policy {
	return presetFrom(Rule{Class: ClassRecording, From: FromRecord, Months: 3, Longest: 12, Do: Erase, Basis: "gdpr-5-1-e", Source: "notice-kivra"})
}

// App2day is the policy of Tecinspire's chat: "Chat-tallenteita säilytetään kaksi
// kuukautta." What belongs to a chat does not outlive it.
func App2day() Policy {
	return presetFrom(
		Rule{Class: ClassChat, From: FromRecord, Months: 2, Do: Erase, Basis: "gdpr-5-1-e", Source: "notice-app2day"},
		Rule{Class: ClassTechnical, From: FromRecord, Months: 2, Do: Erase, Basis: "gdpr-5-1-e", Source: "notice-app2day"})
}

// Seamk is the policy of the chat of SeAMK's library: "Puoli vuotta vanhemmat
// chat-tallenteet anonymisoidaan asiakkaan henkilötietojen osalta
// automaattisesti." The addresses and browsers beside a chat can not be made
// anonymous and stay what they are: they go.
func Seamk() Policy {
	return presetFrom(
		Rule{Class: ClassChat, From: FromRecord, Months: 6, Do: Anonymise, Basis: "gdpr-5-1-e", Source: "notice-seamk"},
		Rule{Class: ClassTechnical, From: FromRecord, Months: 6, Do: Erase, Basis: "gdpr-5-1-e", Source: "notice-seamk"})
}

// Kouta is the policy of a processor: it keeps what it was ordered to keep, as
// long as the order lasts, and then destroys it or gives it back as the firm that
// ordered the service chooses (GDPR Art. 28(3)(g)). Nothing goes by itself but
// what is the processor's own.
func Kouta() Policy {
	var set []Rule
	for _, class := range []string{ClassCustomer, ClassPerson, ClassContact, ClassChat, ClassTechnical, ClassRecording, ClassDelivery, ClassConsent, ClassMailing, ClassVisitor} {
		set = append(set, Rule{Class: class, From: FromOrder, Do: Keep, Basis: "gdpr-28-3-g", Source: "notice-kouta"})
	}
	return presetFrom(set...)
}
