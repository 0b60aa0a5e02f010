package talk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange/talk"
)

// rang writes calls a line each.
func rang(cs []talk.Call) string {
	var b strings.Builder
	for _, c := range cs {
		fmt.Fprintf(&b, "%s %s %s %s %d %s\n", c.Time, c.Number, c.Direction, c.Result, c.Seconds, c.Name)
	}
	return strings.TrimSpace(b.String())
}

func TestShortMessagesOfATelephone(t *testing.T) {
	sms := func(body string) string {
		return `<smses count="1"><sms address="0400000101" date="1781330700000" type="1" body="` + body + `" contact_name="Aino"/></smses>`
	}
	for name, c := range map[string]struct{ in, want, findings string }{
		"halves of an emoji, decimal":          {sms("&#55357;&#56397;"), "👍", ""},
		"halves of an emoji, hexadecimal":      {sms("&#xD83D;&#xDC4D; ok"), "👍 ok", ""},
		"a half alone":                         {sms("a&#55357;b"), "a\ufffdb", ""},
		"two first halves":                     {sms("&#55357;&#55357;&#56397;"), "\ufffd👍", ""},
		"a control character":                  {sms("a&#0;b\x01c"), "abc", ""},
		"an ampersand that nobody wrote right": {sms("Käy & nähdään &nbsp; <3"), "Käy & nähdään &nbsp; <3", ""},
		"bytes that are no UTF-8":              {sms("a\xffb"), "a\ufffdb", ""},
		"null for a text":                      {sms("null"), "", ""},
		"a quote of the other kind":            {strings.ReplaceAll(sms("hän sanoi &quot;joo&quot;"), `"`, `'`), `hän sanoi "joo"`, ""},
		"comments with quotes":                 {"<?xml version='1.0'?><!-- it's \"fine\" > -->" + sms("hei"), "hei", ""},
		"a file that breaks off":               {strings.TrimSuffix(sms("hei"), "</smses>") + `<sms address="040`, "hei", talk.BrokenOff},
		"a picture with a text":                {`<smses><mms date="1781330700000" msg_box="1" address="0400000101"><parts><part seq="-1" ct="application/smil" text="&lt;smil/&gt;"/><part ct="image/jpeg" cl="kuva.jpg" data="QUJD"/><part ct="text/plain" text="katso"/></parts></mms></smses>`, "katso|kuva.jpg", ""},
		"a message without a time":             {`<smses><sms address="0400000101" date="x" type="1" body="b"/></smses>`, "", talk.RowUnread},
		"a draft":                              {`<smses><sms address="0400000101" date="1781330700000" type="3" body="b"/></smses>`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, "sms.xml", []byte(c.in), talk.Options{})
			var got []string
			for _, m := range all(f) {
				got = append(got, strings.TrimSuffix(m.Text+"|"+m.File, "|"))
			}
			same(t, "format", f.Format, "android-sms-xml")
			same(t, "texts", strings.Join(got, ","), c.want)
			same(t, "findings", codes(f), c.findings)
		})
	}
}

func TestXMLWithADocumentTypeIsRefused(t *testing.T) {
	for name, data := range map[string]string{
		"before the elements": `<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><smses><sms body="&b;"/></smses>`,
		"in the middle":       `<smses><sms address="1" date="1781330700000" type="1" body="x"/><!DOCTYPE x [<!ENTITY a "a">]></smses>`,
	} {
		_, err := talk.Read(t.Context(), "sms.xml", strings.NewReader(data), int64(len(data)), talk.Options{Format: "android-sms-xml"})
		if !errors.Is(err, app.E("file-unreadable", "file")) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestLongValuesAreCutAndPicturesLeftOut(t *testing.T) {
	long := strings.Repeat("a", 3<<20)
	f := read(t, "sms.xml", []byte(`<smses><sms address="0400000101" date="1781330700000" type="1" body="`+long+`"/><mms date="1781330700000" msg_box="2" address="0400000101"><parts><part ct="image/png" name="b.png" data="`+long+long+`"/></parts></mms></smses>`), talk.Options{})
	ms := all(f)
	if len(ms) != 2 || len(ms[0].Text) != talk.MaxMessageBytes || ms[1].File != "b.png" {
		t.Fatalf("%d messages", len(ms))
	}
	same(t, "findings", codes(f), talk.MessageCut)
}

func TestReadingStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	data := []byte("13.6.2026 klo 9.05 - Aino: Hei\n")
	if _, err := talk.Read(ctx, "x.txt", bytes.NewReader(data), int64(len(data)), talk.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCallsOfATelephone(t *testing.T) {
	call := func(attributes string) string {
		return `<calls count="1"><call date="1781330700000" ` + attributes + `/></calls>`
	}
	for name, c := range map[string]struct{ in, want string }{
		"one that was answered elsewhere": {call(`number="0400000101" type="7" duration="0"`), "2026-06-13T06:05:00Z +358400000101 in answered 0 "},
		"one that nobody out there took":  {call(`number="0400000101" type="2" duration="0"`), "2026-06-13T06:05:00Z +358400000101 out  0 "},
		"voice mail":                      {call(`number="0400000101" type="4" duration="9"`), "2026-06-13T06:05:00Z +358400000101 in voicemail 9 "},
		"a pay telephone":                 {call(`number="0400000101" type="1" presentation="4" duration="9"`), "2026-06-13T06:05:00Z  in answered 9 "},
		"a type that nobody knows":        {call(`number="112" type="99" duration="9"`), "2026-06-13T06:05:00Z 112   9 "},
	} {
		t.Run(name, func(t *testing.T) {
			same(t, "call", rang(read(t, "calls.xml", []byte(c.in), talk.Options{}).Calls), strings.TrimSpace(c.want))
		})
	}
}

func TestCallLogsOfOperators(t *testing.T) {
	for name, c := range map[string]struct{ in, want, findings string }{
		"a day and a clock in columns of their own": {
			"Pvm;Kellonaika;Suunta;Numero;Kesto\n13.6.2026;9.05;Saapuva;0400000101;2:05\n", "2026-06-13T09:05:00 +358400000101 in answered 125", ""},
		"Excel's first line, commas and quotes": {
			"sep=,\n\"Date\",\"Time\",\"Direction\",\"From\",\"To\",\"Duration\"\n\"2026-06-13\",\"09:05:00\",\"Inbound\",\"+358400000101\",\"0200000000\",\"125\"\n",
			"2026-06-13T09:05:00 +358400000101 in answered 125", ""},
		"Swedish": {
			"Datum och tid\tRiktning\tA-nummer\tB-nummer\tSamtalslängd\n2026-06-13 09:05\tUtgående\t0200000000\t0400000102\t1 min 5 s\n",
			"2026-06-13T09:05:00 +358400000102 out answered 65", ""},
		"an Italian one": {
			"data_inizio,durata,numero_chiamante,numero_chiamato,direzione\n2026-06-13 09:05:00,61,+358400000101,+390600000000,in\n",
			"2026-06-13T09:05:00 +358400000101 in answered 61", ""},
		"milliseconds and types by number": {
			"date,number,type,duration\n1781330700000,0400000101,3,0\n", "2026-06-13T06:05:00Z +358400000101 in missed 0", ""},
		"a zone": {
			"start time,direction,caller,duration\n2026-06-13T09:05:00+03:00,in,0400000101,5\n", "2026-06-13T06:05:00Z +358400000101 in answered 5", ""},
		"Windows-1252": {
			"Aika;Suunta;Soittaja;Vastaanottaja;Kesto\n13.6.2026 9.05;L\xe4htev\xe4;0200;0400000102;10\n", "2026-06-13T09:05:00 +358400000102 out answered 10", ""},
		"no column for the direction": {
			"Aika;A-numero;B-numero;Kesto\n13.6.2026 9.05;0400000101;0200123456;10\n13.6.2026 9.06;0200123456;0400000102;10\n13.6.2026 9.07;0400000103;0200123456;0\n",
			"2026-06-13T09:05:00 +358400000101 in answered 10 \n2026-06-13T09:06:00 +358400000102 out answered 10 \n2026-06-13T09:07:00 +358400000103 in  0", talk.OwnNumber},
		"a row without a time": {
			"Aika;Suunta;Soittaja;Kesto\nYhteensä;;;10\n13.6.2026 9.05;Saapuva;0400000101;10\n", "2026-06-13T09:05:00 +358400000101 in answered 10", talk.RowUnread},
		"a caller with a name": {
			"Time;Direction;Caller;Duration\n2026-06-13 09:05;in;\"\"\"Aino\"\" <0400000101>\";10\n", "2026-06-13T09:05:00 +358400000101 in answered 10 Aino", ""},
		"days that could be months": {
			"Time;Direction;Caller;Duration\n06/05/2026 09:05;in;0400000101;10\n", "2026-05-06T09:05:00 +358400000101 in answered 10", talk.DayOrder},
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, "x.csv", []byte(c.in), talk.Options{})
			same(t, "format", f.Format, "voip-cdr-csv")
			same(t, "calls", rang(f.Calls), c.want)
			same(t, "findings", codes(f), c.findings)
		})
	}
}

func TestNamesOfRecordings(t *testing.T) {
	for name, want := range map[string]string{
		"20260613_090500.088+0300_conference.oga":                      "BCR 2026-06-13T06:05:00.088Z   ",
		"20260613_090500.088-0500_in_sim1_0400000101_Aino_Kuusela.oga": "BCR 2026-06-13T14:05:00.088Z in +358400000101 Aino_Kuusela",
		"20260613_090500_out_0400000101.m4a":                           "BCR 2026-06-13T09:05:00 out +358400000101 ",
		"20260613_090500.088+0300_in_Aino Kuusela.oga":                 "BCR 2026-06-13T06:05:00.088Z in  Aino Kuusela",
		`C:\Recordings\CallRecord_20260613-090500_0400000101.m4a`:      "GrapheneOS 2026-06-13T09:05:00  +358400000101 ",
		"Call recording 0400000101_260613_090500.m4a":                  "Samsung 2026-06-13T09:05:00  +358400000101 ",
		"Samtalsinspelning Maja_260613_090500.m4a":                     "Samsung 2026-06-13T09:05:00   Maja",
		"external-201-0400000101-20260613-090500-1781330700.42.wav":    "Asterisk 2026-06-13T09:05:00 in +358400000101 ",
		"internal-201-202-20260613-090500-1781330700.42.wav":           "Asterisk 2026-06-13T09:05:00   ",
		"0400000101@0400000101_20260613090500.amr":                     "Huawei 2026-06-13T09:05:00  +358400000101 ",
		"0400000101-2606130905.mp3":                                    "ColorOS 2026-06-13T09:05:00  +358400000101 ",
		"Lasku-2613450905.mp3":                                         "",
		"20261341_090500.m4a":                                          "",
		"PTT-20260613-WA0003.opus":                                     "",
		"Muistiinpano 13.6.2026.m4a":                                   "",
		"[Aino]_0400000101-201_20260613090500(42).wav":                 "3CX 2026-06-13T09:05:00  +358400000101 Aino",
	} {
		r, ok := talk.RecordingName(name)
		got := ""
		if ok {
			got = fmt.Sprintf("%s %s %s %s %s", r.Recorder, r.Time, r.Direction, r.Number, r.Name)
		}
		same(t, name, got, want)
	}
}

func TestARecordingItselfIsKnownByItsBytes(t *testing.T) {
	f := read(t, "20260613_090500.088+0300_in_0400000101.oga", []byte("OggS\x00\x02 sound"), talk.Options{})
	if len(f.Recordings) != 1 || f.Recordings[0].Number != "+358400000101" {
		t.Errorf("got %+v", f.Recordings)
	}
	_, err := talk.Read(t.Context(), "20260613_090500.oga", strings.NewReader("ostoslista"), 10, talk.Options{})
	if !errors.Is(err, app.E("import-format-unknown", "file")) {
		t.Errorf("a text with the name of a recording: %v", err)
	}
}
