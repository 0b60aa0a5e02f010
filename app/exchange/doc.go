// Package exchange is what comes into the register from files and goes out of
// it into files: here customer lists from spreadsheets, and the whole register
// as a plain database.
//
// An import has four steps, each of which can be looked at before the next:
// Read makes a Sheet of any file, Map says which column is which field, a Plan
// says for every row what would happen and why, and Run does exactly that as
// one batch, or nothing. Undo takes the batch back.
//
// Nothing is read that a firm may not keep: personal identity codes are
// recognised, refused and never shown. Reading happens in memory only; no
// temporary file ever holds a customer's data.
package exchange
