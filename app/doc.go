// Package app is Kortisto's vocabulary and its rules: what a customer, a
// contact, a delivery, a consent or a hold is, and when which of them must go.
//
// Everything here is pure. Nothing reads a clock, a file or a database, and
// nothing draws random numbers: today and identifiers are handed in. The same
// input gives the same decision before, during and after it is carried out.
package app
