package finnish

import "sort"

// townRange is a run of postal codes that all lie in one town.
type townRange struct{ from, to, town string }

// towns are runs of postal codes of larger towns, as anybody knows them from
// addresses. It is a hint for whoever types an address, and no register of
// postal codes: where a run was not certain it was left out.
var towns = []townRange{
	{"00100", "00990", "Helsinki"},
	{"01300", "01690", "Vantaa"},
	{"02100", "02360", "Espoo"}, {"02600", "02660", "Espoo"}, {"02700", "02700", "Kauniainen"}, {"02720", "02780", "Espoo"},
	{"04200", "04260", "Kerava"},
	{"04400", "04440", "Järvenpää"},
	{"05800", "05860", "Hyvinkää"},
	{"06100", "06150", "Porvoo"},
	{"08100", "08200", "Lohja"},
	{"11100", "11130", "Riihimäki"},
	{"13100", "13600", "Hämeenlinna"},
	{"15100", "15850", "Lahti"},
	{"20100", "20540", "Turku"}, {"20700", "20720", "Turku"}, {"20810", "20880", "Turku"},
	{"22100", "22100", "Maarianhamina"},
	{"24100", "24260", "Salo"},
	{"26100", "26200", "Rauma"},
	{"28100", "28370", "Pori"}, {"28500", "28660", "Pori"},
	{"33100", "33420", "Tampere"}, {"33500", "33870", "Tampere"},
	{"40100", "40250", "Jyväskylä"}, {"40500", "40740", "Jyväskylä"},
	{"45100", "45200", "Kouvola"},
	{"48100", "48350", "Kotka"},
	{"50100", "50600", "Mikkeli"},
	{"53100", "53950", "Lappeenranta"},
	{"57100", "57200", "Savonlinna"},
	{"60100", "60320", "Seinäjoki"},
	{"65100", "65380", "Vaasa"},
	{"67100", "67700", "Kokkola"},
	{"70100", "70850", "Kuopio"},
	{"74100", "74130", "Iisalmi"},
	{"78200", "78310", "Varkaus"},
	{"80100", "80230", "Joensuu"},
	{"87100", "87500", "Kajaani"},
	{"90100", "90400", "Oulu"}, {"90500", "90670", "Oulu"},
	{"94100", "94200", "Kemi"},
	{"95400", "95420", "Tornio"},
	{"96100", "96600", "Rovaniemi"},
}

// TownOf suggests the town of a Finnish postal code; "" where it is not certain.
func TownOf(postcode string) string {
	if !ValidPostcode(postcode) {
		return ""
	}
	at := sort.Search(len(towns), func(i int) bool { return towns[i].to >= postcode })
	if at < len(towns) && towns[at].from <= postcode {
		return towns[at].town
	}
	return ""
}
