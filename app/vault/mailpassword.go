package vault

import (
	"encoding/json"
	"errors"
	"io/fs"

	"kortisto/app"
)

// mailFile holds the password of the firm's mail server beside the database: a
// copy of the register, exported or handed on, has no key to the firm's mail.
const mailFile = "mail-password.age"

// mailPassword is the password and the login that it is for: a file that is newer
// or older than the setting gives none.
type mailPassword struct {
	Host     string `json:"host"`
	User     string `json:"user"`
	Password string `json:"password"`
}

func (tx *Tx) mailPassword(s app.MailServer) (string, error) {
	b, err := tx.v.bytes.ReadSealed(mailFile)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", told(err)
	}
	var p mailPassword
	if err := json.Unmarshal(b, &p); err != nil {
		return "", app.E("vault-damaged", "", "file", mailFile)
	}
	if p.Host != s.Host || p.User != s.User {
		return "", nil
	}
	return p.Password, nil
}

func (tx *Tx) keepMailPassword(s app.MailServer) error {
	b, err := json.Marshal(mailPassword{s.Host, s.User, s.Password})
	if err != nil {
		return err
	}
	return told(tx.v.bytes.WriteSealed(mailFile, b))
}
