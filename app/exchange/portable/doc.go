// Package portable makes the file in which a person takes along what they gave
// to the firm (GDPR Art. 20): one ZIP with JSON, its schema, tables and a text to
// read. It holds what the person provided under a contract or a consent, and what
// was seen of their dealings (deliveries): no notes of the firm, nothing that
// stands on a legitimate interest, nobody else's data (Art. 20(4)). What may be in
// it is the data map's portable columns; the copy of Art. 15 is another, wider one.
//
// The same register gives the same bytes on the same day.
package portable
