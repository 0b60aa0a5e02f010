package app

import (
	"regexp"
	"slices"
	"strings"

	"kortisto/app/finnish"
)

// What is known by its looks alone, the surest first: what one pattern has taken
// no later one sees. Where a pattern has a group, the group is what goes: the word
// before it tells what the number is, and nothing of whom.
var maskPatterns = []struct {
	mask string
	re   *regexp.Regexp
	not  map[string]bool // what begins like that (in small letters, up to the hyphen) is something else
}{
	{MaskLink, regexp.MustCompile(`(?i)\b(?:https?://|ftp://|www\.)[^\s<>"]+`), nil},
	{MaskEmail, regexp.MustCompile(`(?i)[\pL\pN._%+'-]+@[\pL\pN.-]+\.\pL{2,}`), nil},
	{MaskIBAN, regexp.MustCompile(`(?i)\b[A-Z]{2}\d{2}(?:[ \x{a0}]?[A-Z0-9]{4}){2,7}(?:[ \x{a0}]?[A-Z0-9]{1,3})?\b`), nil},
	{MaskBusinessID, regexp.MustCompile(`(?i)\b(?:FI)?\d{7}-\d\b|\bFI\d{8}\b`), nil},
	{MaskNumber, regexp.MustCompile(`(?i)` + customerWords + `[\s:.#]*` + anyNumber), nil},
	{MaskReference, regexp.MustCompile(`(?i)` + referenceWords + `[\s:.#]*` + anyNumber), nil},
	{MaskReference, regexp.MustCompile(`(?i)\b(?:tilau(?:s|ksen|ksesta|kseni|ksemme|sta)|lasku(?:n|sta|ni|mme)?|order|invoice|beställning(?:en)?|faktura(?:n)?)\s+#?(\d{5,}(?:-\d+)*|\d{4}-\d{2,}|#\d+)\b`), nil},
	{MaskPhone, regexp.MustCompile(`\+\d[\d\s\x{a0}()./-]{5,20}\d|\b00\d[\d\s\x{a0}-]{6,18}\d|\b0\d{1,3}[\s\x{a0}-]?\d[\d\s\x{a0}-]{3,11}\d\b`), nil},
	{MaskPlate, regexp.MustCompile(`(?i)` + plateWords + `[\s:.]*([A-ZÅÄÖ]{2,3}[-\s]?\d{1,3})\b`), nil},
	{MaskPlate, regexp.MustCompile(`(?i)\b[A-ZÅÄÖ]{3}-\d{3}\b`), noPlates},
	{MaskAddress, regexp.MustCompile(`(?i)\b\pL[\pL-]*(?:` + streetEnds + `)` + houseNumber + andTown), nil},
	{MaskAddress, regexp.MustCompile(`\b\p{Lu}[\pL-]*(?:` + placeEnds + `)` + houseNumber + andTown), nil},
	{MaskAddress, regexp.MustCompile(`(?i)\b(?:PL|PB|P\.\s?O\.\s?Box|postilokero(?:on|ssa)?)\s+\d+` + andTown), nil},
	{MaskAddress, regexp.MustCompile(`\b(?:FI-|FIN-)?\d{5}\s+\p{Lu}\pL+(?:-\pL+)*`), nil},
}

// streetEnds are the last parts of Finnish and Swedish street names, bent as they
// stand before a house number.
var streetEnds = strings.Join([]string{
	`ka(?:tu|dun|dulla|dulle|dulta|tua|tuun|dussa)`, `tie(?:n|llä|lle|ltä|tä|hen)?`, `kuja(?:n|lla|lle|lta|a)?`, `polku|polu(?:n|lla|lle|lta)`,
	`väylä(?:n|llä|lle|ltä)?`, `kaa(?:ri|ren|rella|relle|relta)`, `rait(?:ti|in|illa|ille|ilta)|raiti(?:n|lla|lle|lta)`, `rin(?:ne|teen|teellä|teelle|teeltä)`,
	`bulevardi(?:n|lla|lle|lta)?`, `esplanadi(?:n|lla|lle|lta)?`,
	`gatan`, `vägen`, `gränden`, `stigen`, `esplanaden`, `torget`, `stranden`, `backen`, `bågen`, `platsen`,
}, `|`)

// placeEnds end streets' names, and many other words: those are taken only where
// they begin with a capital letter.
var placeEnds = strings.Join([]string{
	`ran(?:ta|nan|nalla|nalle|nalta)`, `puisto(?:n|ssa|sta|on)?`, `kulma(?:n|lla|lle|lta)?`, `piha(?:n|lla|lle|lta)?`, `mä(?:ki|en|ellä|elle|eltä)`, `portti|portin|portilla`,
	`tor(?:i|in|illa|ille|ilta)`, `aukio(?:n|lla|lle|lta)?`, `penger|penkereen|penkereellä`, `laituri(?:n|lla|lle)?`,
}, `|`)

const (
	// houseNumber is 12, 12 A, 12 A 4, 12-14, 12 as. 4.
	houseNumber = `\s+\d+(?:-\d+)?(?:\s?[A-Za-z]\b)?(?:\s+(?:as\.?\s*)?\d+\b)?`

	// andTown is what of an address follows the house number.
	andTown = `(?:,?\s+\d{5}(?:\s+\pL+(?:-\pL+)*)?)?`

	// anyNumber is a number as firms give them: at least three characters, a digit
	// among the first.
	anyNumber = `((?:[A-Z]{1,4}-?)?\d[\dA-Z/-]{1,}\d(?:\s\d{2,5}\b)*)`

	customerWords = `\b(?:asiakas\s?(?:numero(?:n|ni|mme|nne|a|lla|si|nsa)?|nro|n:o)|as\.\s?(?:nro|n:o)|kund\s?(?:nummer|nr)(?:et)?|customer\s+(?:number|no|id))\s*(?:on\b|är\b|is\b)?`

	referenceWords = `\b(?:(?:tilaus|tilauksen\s|lasku|laskun\s|viite|tapaus|sopimus|sopimuksen\s|takuu|lähetys|lähetyksen\s|seuranta|maksun\sviite|arkisto)-?\s?(?:numero(?:n|ni|mme|nne|a|lla|si|nsa)?|nro|n:o|tunnus|koodi)` +
		`|viite(?:en|ellä)?|(?:order|fakture?a?|referens|ärende)\s?(?:nummer|nr)(?:et)?|(?:order|invoice|reference|tracking|case)\s+(?:number|no|id))\s*(?:on\b|är\b|is\b)?`

	plateWords = `\b(?:rek(?:isteri)?\.?(?:\s?(?:numero(?:n|lla|ltaan)?|nro|n:o|tunnus|kilpi))?|rekkari(?:n|lla)?|reg(?:istrerings)?\.?(?:\s?(?:nummer|nr))|(?:registration|licen[cs]e)\s+(?:number|plate))\s*(?:on\b|är\b|is\b)?`
)

// noPlates begin names of goods and norms, with three digits after a hyphen more
// often than cars do. After a word that speaks of a plate they are plates.
var noPlates = wordSet("iso din sfs ral hea heb hem ipe unp osb led lvi cat usb rst atv kpl klo nro mdf")

// patternHits finds what is known by its looks, in the order of the text.
func patternHits(s string) []Hit {
	var hits []Hit
	free := func(from, to int) bool {
		return !slices.ContainsFunc(hits, func(p Hit) bool { return from < p.To && p.From < to })
	}
	for _, h := range finnish.FindHetus(s) {
		hits = append(hits, Hit{Span: h, Mask: MaskHetu})
	}
	for _, p := range maskPatterns {
		for _, at := range p.re.FindAllStringSubmatchIndex(s, -1) {
			from, to := at[0], at[1]
			if len(at) > 2 && at[2] >= 0 {
				from, to = at[2], at[3]
			}
			before, _, _ := strings.Cut(strings.ToLower(s[from:to]), "-")
			if free(from, to) && !p.not[before] {
				hits = append(hits, Hit{Span: finnish.Span{From: from, To: to}, Mask: p.mask})
			}
		}
	}
	slices.SortFunc(hits, func(x, y Hit) int { return x.From - y.From })
	return hits
}
