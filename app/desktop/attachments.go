package desktop

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// Attachments are the files that hang on contacts. What is played comes from
// /attachment/<id>: see serveFiles.
type Attachments struct{ sh *shell }

// AttachmentItem is a file with what the window may do with it.
type AttachmentItem struct {
	ID        string `json:"id"`
	ContactID string `json:"contactId"`
	Name      string `json:"name"`
	MediaType string `json:"mediaType"`
	Family    string `json:"family"` // audio, pdf, …: see app.MediaFamilies
	Size      int    `json:"size"`   // bytes
	Recording bool   `json:"recording"`
	Added     string `json:"added"` // RFC 3339
	Plays     bool   `json:"plays"` // in the window
	Opens     bool   `json:"opens"` // in another program

	Extension *app.Extension `json:"extension"` // of a recording that is kept longer; null: none
}

func attachmentItem(a app.Attachment) AttachmentItem {
	family := app.MediaFamily(a.MediaType)
	return AttachmentItem{
		ID: a.ID, ContactID: a.ContactID, Name: a.Name, MediaType: a.MediaType, Family: family, Size: int(a.Size), Recording: a.Recording,
		Added: a.AddedAt.UTC().Format("2006-01-02T15:04:05Z"), Plays: plays(a.MediaType),
		// What may be a program is only saved: opening would run it.
		Opens:     family != app.MediaOther && family != app.MediaArchive,
		Extension: a.Extension,
	}
}

// plays says whether the window plays a media type itself.
func plays(mediaType string) bool {
	switch mediaType {
	case "audio/wav", "audio/mpeg", "audio/ogg", "audio/mp4":
		return true
	}
	return false
}

// List gives what hangs on a contact, in the order in which it was added.
func (a *Attachments) List(contactID string) ([]AttachmentItem, error) {
	return view(a.sh, func(tx *vault.Tx) ([]AttachmentItem, error) {
		out := []AttachmentItem{}
		all, err := tx.Attachments(contactID)
		for _, x := range all {
			out = append(out, attachmentItem(x))
		}
		return out, err
	})
}

// Add asks for a file and hangs it on a contact. Without a choice the result
// has no id.
func (a *Attachments) Add(contactID string) (AttachmentItem, error) {
	return call(a.sh, func() (AttachmentItem, error) {
		if _, err := a.sh.vault(); err != nil {
			return AttachmentItem{}, err
		}
		path, err := a.sh.host.OpenFile("")
		if err != nil || path == "" {
			return AttachmentItem{}, err
		}
		f, err := os.Open(path)
		if err != nil {
			return AttachmentItem{}, app.E("file-unreadable", "file", "file", filepath.Base(path))
		}
		defer f.Close()
		return job(a.sh, "attach", func(ctx context.Context, v *vault.Vault, _ vault.Progress) (AttachmentItem, error) {
			made, err := v.AddAttachment(ctx, contactID, filepath.Base(path), f)
			return attachmentItem(made), err
		})
	})
}

// Delete takes a file off its contact. Restore puts it back until the vault is
// locked; then its bytes go.
func (a *Attachments) Delete(id string) error {
	return only(update(a.sh, func(tx *vault.Tx) (none, error) {
		_, err := tx.DeleteAttachment(id)
		return none{}, err
	}))
}

// Restore puts back a file that was deleted since the vault was unlocked.
func (a *Attachments) Restore(id string) error {
	return only(update(a.sh, func(tx *vault.Tx) (none, error) {
		_, err := tx.RestoreAttachment(id)
		return none{}, err
	}))
}

// Save writes a readable copy where the person says, and writes that down. It
// gives the path, or "" when they changed their mind.
func (a *Attachments) Save(id string) (string, error) {
	return call(a.sh, func() (string, error) {
		v, err := a.sh.vault()
		if err != nil {
			return "", err
		}
		about, r, err := v.OpenAttachment(id)
		if err != nil {
			return "", err
		}
		defer r.Close()
		path, err := a.sh.host.SaveFile("", about.Name)
		if err != nil || path == "" {
			return "", err
		}
		// Written down first: no copy leaves the register unseen.
		if err := v.Update(func(tx *vault.Tx) error { return tx.Audited("attachment-saved", about.CustomerID) }); err != nil {
			return "", err
		}
		if err := copyFile(path, r); err != nil {
			return "", errors.Join(app.E("file-unwritable", "path", "path", path), err)
		}
		a.sh.mu.Lock()
		a.sh.saved[path] = true
		a.sh.mu.Unlock()
		return path, nil
	})
}

// Open shows a file in the system's own program for it. For that a readable
// copy is made in a directory of this run alone; it is removed when the vault is
// locked, when the program ends, and after a crash by the next run.
func (a *Attachments) Open(id string) error {
	return only(call(a.sh, func() (none, error) {
		v, err := a.sh.vault()
		if err != nil {
			return none{}, err
		}
		about, r, err := v.OpenAttachment(id)
		if err != nil {
			return none{}, err
		}
		defer r.Close()
		if !attachmentItem(about).Opens || a.sh.cfg.Private == "" {
			return none{}, app.E("not-available", "open")
		}
		if err := v.Update(func(tx *vault.Tx) error { return tx.Audited("attachment-opened", about.CustomerID) }); err != nil {
			return none{}, err
		}
		path, err := a.sh.lend(about, r)
		if err != nil {
			return none{}, err
		}
		return none{}, a.sh.host.Show(path)
	}))
}

// lentName is the directory of readable copies within the run's own.
const lentName = "lent"

// lend writes a readable copy for another program.
func (sh *shell) lend(a app.Attachment, r io.Reader) (string, error) {
	parent := filepath.Join(sh.cfg.Private, lentName)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return "", errors.Join(app.E("file-unwritable", "path"), err)
	}
	dir, err := os.MkdirTemp(parent, "")
	if err != nil {
		return "", errors.Join(app.E("file-unwritable", "path"), err)
	}
	path := filepath.Join(dir, lentAs(a))
	if err := copyFile(path, r); err != nil {
		_ = os.RemoveAll(dir)
		return "", errors.Join(app.E("file-unwritable", "path"), err)
	}
	// Locked meanwhile: then nobody else would remove it before the end.
	if _, err := sh.vault(); err != nil {
		sh.takeBack()
		return "", err
	}
	return path, nil
}

// lentAs is a name whose ending is what the content is: a name alone must never
// choose the program that gets to see it.
func lentAs(a app.Attachment) string {
	name, ending := app.FileName(a.Name), app.MediaEnding(a.MediaType)
	if name == "" {
		name = "kortisto"
	}
	has := strings.ToLower(filepath.Ext(name))
	if has == ending || has == ".jpeg" && ending == ".jpg" {
		return name
	}
	return name + ending
}

// takeBack removes the readable copies. One that another program holds open on
// Windows goes at the end of the run.
func (sh *shell) takeBack() {
	if sh.cfg.Private != "" {
		_ = os.RemoveAll(filepath.Join(sh.cfg.Private, lentName))
	}
}

// copyFile writes a file that people asked for, whole or not at all, for its
// owner alone.
func copyFile(path string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".kortisto-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = io.Copy(f, r); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
