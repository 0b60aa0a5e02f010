package history_test

import (
	"fmt"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/exchange/history"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault/vaulttest"
)

// BenchmarkConversations brings 2 000 conversations of 20 messages in.
func BenchmarkConversations(b *testing.B) {
	f := &talk.File{Format: "zendesk-chat"}
	for i := range 2000 {
		c := talk.Conversation{ID: fmt.Sprint(i), Channel: app.Chat, Contact: talk.Party{Name: fmt.Sprint("Nimi ", i), Emails: []string{fmt.Sprintf("n%d@example.com", i)}}}
		for n := range 20 {
			c.Messages = append(c.Messages, talk.Message{
				Time: time.Date(2026, 6, 1+n/10, 6, n, i%60, 0, time.UTC).Format(time.RFC3339), Role: app.RoleCustomer, Author: "Aino", Kind: app.KindText, Text: fmt.Sprint("Viesti räystäästä numero ", i*20+n),
			})
		}
		f.Conversations = append(f.Conversations, c)
	}
	for b.Loop() {
		b.StopTimer()
		v := vaulttest.New(b)
		b.StartTimer()
		p := preview(b, v, []history.Source{history.FromFile("a.json", "d", f)}, history.Options{NewCards: true})
		if _, err := history.Run(b.Context(), v.Vault, "chats", p, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(40_000*b.N)/b.Elapsed().Seconds(), "messages/s")
}
