// Package printout makes what the firm hands out on paper or as PDF: the answer
// to an access request, the recovery sheet, the certificate of an erasure, and
// the retention review as text.
//
// Use it in two steps: Access, Recovery, Certificate or Review build a Document
// from plain values in the reader's language, and PDF or Text renders it.
// Nothing here reads a clock or a file: the same Document always gives the same
// bytes. The PDF is tagged, is valid PDF/A-1b, embeds its fonts, and holds no
// scripts, no actions and no links.
package printout
