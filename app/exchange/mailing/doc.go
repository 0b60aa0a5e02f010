// Package mailing takes the e-mail list out of the vault and into it: messages
// through the firm's own mail server, files for another mail program, lists from
// files. Who may be written to is decided in app and kept by app/vault; nothing
// here sends or writes an address that the rules do not let through, and nothing
// goes out without the sender's name and the way to refuse.
package mailing
