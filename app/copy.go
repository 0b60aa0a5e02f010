package app

import "time"

// Copy is a file that was taken out of the register. What is erased in the
// register stays in it, and so it is kept in mind until it is destroyed
// (GDPR Art. 5(2), 17(1)).
type Copy struct {
	ID     string    `json:"id"`
	MadeAt time.Time `json:"-"`
	MadeOn Day       `json:"madeOn"` // the day of MadeAt in the firm's zone; worked out
	What   string    `json:"what"`   // customers, contacts, deliveries, register
	Format string    `json:"format"` // xlsx, csv, vcf, json, sqlite
	Rows   int       `json:"rows"`   // 0 where nobody counted
	File   string    `json:"file"`   // its name, without the directory
	GoneOn Day       `json:"goneOn"` // when the owner said that it is destroyed; empty until then
}
