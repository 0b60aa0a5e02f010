// Package finnish reads the identifiers and addresses that Finns write: business
// ids, postal codes, phone numbers, and the personal identity codes that must
// not be written where they are found.
//
// All of it is pure and knows nothing of customers. A function that tidies gives
// back what it could not read as it was, so that nothing typed is lost; a
// function that judges says what is wrong, never what to tell the person.
package finnish
