package vault

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strconv"

	"kortisto/app"
	"kortisto/app/finnish"
	"kortisto/crypto"
	"kortisto/store"
)

// An attachment is a row and a blob of the same id. The blob is written first
// and removed last, so that a row never stands without its bytes: what a crash
// leaves in between is a blob without a row, which the next opening removes.
//
// A deleted attachment can be put back until the vault is locked: the row is
// gone at once, the blob stays in the bin till then. An erasure and the taking
// back of an import keep nothing.

// files is what lies in blobs/ without a row, in this session.
type files struct {
	staged map[string]bool           // written, and not hung on a contact yet
	bin    map[string]app.Attachment // deleted, and may be put back
}

// fileChanges is what a transaction does to attachments once it is committed.
type fileChanges struct {
	attached []string
	binned   map[string]app.Attachment
}

// Staged is a file whose bytes are sealed in the vault, not yet hung on
// anything.
type Staged struct {
	ID        string
	Name      string
	MediaType string
	Size      int64
	SHA256    string
}

// Stage seals a file's bytes, at most app.MaxAttachmentBytes of them; more are
// "attachment-too-large". Nothing plain touches the disk, and about a megabyte
// is held in memory. What is not attached before the vault is locked goes.
func (v *Vault) Stage(ctx context.Context, name string, r io.Reader) (Staged, error) {
	s := Staged{ID: v.opt.NewID(), Name: finnish.MaskHetus(app.FileName(name))}
	if s.Name == "" {
		return Staged{}, app.E("required", "name")
	}
	if err := v.expect(s.ID); err != nil {
		return Staged{}, err
	}
	source := &theirs{r: r}
	in := bufio.NewReaderSize(source, app.MediaHead)
	head, _ := in.Peek(app.MediaHead) // its error comes again with the reading
	s.MediaType = app.MediaType(head)
	sum, err := v.bytes.WriteBlob(ctx, s.ID, in, app.MaxAttachmentBytes)
	if err != nil {
		v.Discard(s)
		switch {
		case errors.Is(err, crypto.ErrBlobTooLarge):
			return Staged{}, app.E("attachment-too-large", "file", "name", s.Name)
		case source.err != nil && ctx.Err() == nil:
			return Staged{}, errors.Join(app.E("file-unreadable", "file", "file", s.Name), err)
		}
		return Staged{}, told(err)
	}
	s.Size, s.SHA256 = sum.Size, hex.EncodeToString(sum.SHA256[:])
	return s, nil
}

// theirs remembers that it was the file brought along that could not be read.
type theirs struct {
	r   io.Reader
	err error
}

func (t *theirs) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if err != nil && err != io.EOF {
		t.err = err
	}
	return n, err
}

func (v *Vault) expect(id string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return app.E("vault-locked", "")
	}
	if v.files.staged == nil {
		v.files.staged = map[string]bool{}
	}
	v.files.staged[id] = true
	return nil
}

// Discard removes a staged file that nobody wants.
func (v *Vault) Discard(s Staged) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.files.staged[s.ID] {
		delete(v.files.staged, s.ID)
		_ = v.bytes.RemoveBlobs([]string{s.ID}) // else the next opening does
	}
}

// Attach hangs a staged file on a contact. Sound on a phone contact is a
// recording of the call.
func (tx *Tx) Attach(contactID string, s Staged) (app.Attachment, error) {
	c, err := store.Contact(tx.Tx, contactID)
	if err != nil {
		return app.Attachment{}, err
	}
	if c.Attachments >= app.MaxAttachments {
		return app.Attachment{}, app.E("attachment-too-many", "file", "limit", strconv.Itoa(app.MaxAttachments))
	}
	if !tx.v.files.staged[s.ID] {
		return app.Attachment{}, app.E("attachment-none", "file")
	}
	a := app.Attachment{
		ID: s.ID, ContactID: c.ID, CustomerID: c.CustomerID, Name: s.Name, MediaType: s.MediaType, Size: s.Size, SHA256: s.SHA256,
		Recording: c.Channel == app.Phone && app.MediaFamily(s.MediaType) == app.MediaAudio, AddedAt: tx.Now,
	}
	if err := store.InsertAttachment(tx.Tx, a); err != nil {
		return app.Attachment{}, err
	}
	tx.files.attached = append(tx.files.attached, a.ID)
	return a, tx.audit("attachment-added", c.CustomerID, "contacts")
}

// AddAttachment seals a file and hangs it on a contact.
func (v *Vault) AddAttachment(ctx context.Context, contactID, name string, r io.Reader) (a app.Attachment, err error) {
	if err := v.View(func(tx *Tx) error { _, err := store.Contact(tx.Tx, contactID); return err }); err != nil {
		return a, err
	}
	s, err := v.Stage(ctx, name, r)
	if err != nil {
		return a, err
	}
	err = v.Update(func(tx *Tx) (err error) { a, err = tx.Attach(contactID, s); return err })
	if err != nil {
		if !errors.Is(err, app.E("vault-read-only", "")) { // then the row may be on the disk
			v.Discard(s)
		}
		return app.Attachment{}, err
	}
	return a, nil
}

// Attachment reads one by id; one that is not there is "attachment-none".
func (tx *Tx) Attachment(id string) (app.Attachment, error) {
	a, err := store.Attachment(tx.Tx, id)
	if errors.Is(err, app.E("not-found", "")) {
		err = app.E("attachment-none", "")
	}
	return a, err
}

// Attachments lists what hangs on a contact.
func (tx *Tx) Attachments(contactID string) ([]app.Attachment, error) {
	return store.AttachmentsOf(tx.Tx, contactID)
}

// AttachmentsOfCustomer lists all files of a customer's contacts, by day.
func (tx *Tx) AttachmentsOfCustomer(customerID string) ([]app.Attachment, error) {
	return store.AttachmentsOfCustomer(tx.Tx, customerID)
}

// OpenAttachment opens the bytes of an attachment, to be read from any place
// and closed. Locking the vault ends the reading with "vault-locked".
func (v *Vault) OpenAttachment(id string) (a app.Attachment, _ io.ReadSeekCloser, err error) {
	if err := v.View(func(tx *Tx) (err error) { a, err = tx.Attachment(id); return err }); err != nil {
		return a, nil, err
	}
	b, err := v.bytes.OpenBlob(id)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil, missing(id)
	}
	if err != nil {
		return a, nil, told(err)
	}
	return a, opened{io.NewSectionReader(explained{b}, 0, b.Size()), b}, nil
}

type opened struct {
	*io.SectionReader
	io.Closer
}

// explained tells errors of a blob as the vault tells its own.
type explained struct{ r io.ReaderAt }

func (e explained) ReadAt(p []byte, off int64) (int, error) {
	n, err := e.r.ReadAt(p, off)
	if err != nil && err != io.EOF {
		err = told(err)
	}
	return n, err
}

func missing(id string) error { return damage("blobs/" + id + ".age") }

// DeleteAttachment takes a file off its contact and gives what it was.
func (tx *Tx) DeleteAttachment(id string) (app.Attachment, error) {
	a, err := tx.Attachment(id)
	if err != nil {
		return a, err
	}
	if err := tx.MayUse(a.CustomerID, app.UseErase); err != nil {
		return a, err
	}
	tx.intoBin(a)
	if err := store.EraseAttachment(tx.Tx, id); err != nil {
		return a, err
	}
	return a, errors.Join(tx.uncleansed(), tx.audit("attachment-deleted", a.CustomerID, "contacts"))
}

// RestoreAttachment puts back a file that was deleted since the vault was
// unlocked; else it is "attachment-none".
func (tx *Tx) RestoreAttachment(id string) (app.Attachment, error) {
	a, ok := tx.v.files.bin[id]
	if !ok {
		return a, app.E("attachment-none", "")
	}
	if err := store.InsertAttachment(tx.Tx, a); err != nil {
		return a, err
	}
	tx.files.attached = append(tx.files.attached, id)
	return a, tx.audit("attachment-added", a.CustomerID, "contacts")
}

// restoreAttachments puts back what hung on a contact that is put back.
func (tx *Tx) restoreAttachments(contactID string) error {
	for id, a := range tx.v.files.bin {
		if a.ContactID != contactID {
			continue
		}
		if _, err := tx.RestoreAttachment(id); err != nil {
			return err
		}
	}
	return nil
}

// bin keeps the bytes of what hangs on a contact for putting it back.
func (tx *Tx) bin(contactID string) error {
	all, err := tx.Attachments(contactID)
	for _, a := range all {
		tx.intoBin(a)
	}
	return err
}

func (tx *Tx) intoBin(a app.Attachment) {
	if tx.files.binned == nil {
		tx.files.binned = map[string]app.Attachment{}
	}
	tx.files.binned[a.ID] = a
}

// settleFiles does with the bytes what a committed transaction did with rows.
// What can not be removed now is removed at the next opening.
func (v *Vault) settleFiles(tx *Tx) {
	for _, id := range tx.files.attached {
		delete(v.files.staged, id)
		delete(v.files.bin, id)
	}
	var gone []string
	for _, id := range tx.Gone {
		a, ok := tx.files.binned[id]
		if !ok {
			gone = append(gone, id)
			continue
		}
		if v.files.bin == nil {
			v.files.bin = map[string]app.Attachment{}
		}
		v.files.bin[id] = a
	}
	_ = v.bytes.RemoveBlobs(gone)
}

// emptyBin removes for good what was deleted and not put back.
func (v *Vault) emptyBin() error {
	ids := make([]string, 0, len(v.files.bin))
	for id := range v.files.bin {
		ids = append(ids, id)
	}
	clear(v.files.bin)
	return v.bytes.RemoveBlobs(ids)
}

// dropFiles removes, when the vault is locked, all that has no row.
func (v *Vault) dropFiles() error {
	ids := make([]string, 0, len(v.files.staged))
	for id := range v.files.staged {
		ids = append(ids, id)
	}
	clear(v.files.staged)
	return errors.Join(v.emptyBin(), v.bytes.RemoveBlobs(ids))
}

// sweep removes the blobs that a run which did not come to its end has left. An
// older copy of the database does not know the newer blobs: then nothing is
// swept, since they may belong to the database that was lost.
func (v *Vault) sweep() {
	if v.noted(OlderThanSeen) {
		return
	}
	living, err := v.living()
	if err != nil {
		return // what can not be read is told by those who need it
	}
	if strays, err := v.strays(living); err == nil {
		_ = v.bytes.RemoveBlobs(strays)
	}
}

// living are the blobs that have a row.
func (v *Vault) living() (map[string]bool, error) {
	out := map[string]bool{}
	err := v.transact(func(tx *Tx) error {
		ids, err := store.AttachmentIDs(tx.Tx)
		for _, id := range ids {
			out[id] = true
		}
		return err
	})
	return out, err
}

// strays are the blobs that belong to nothing: no row, and no work under way.
func (v *Vault) strays(living map[string]bool) ([]string, error) {
	all, err := v.bytes.Blobs()
	if err != nil {
		return nil, told(err)
	}
	var out []string
	for _, id := range all {
		if _, binned := v.files.bin[id]; !living[id] && !v.files.staged[id] && !binned {
			out = append(out, id)
		}
	}
	return out, nil
}

func (v *Vault) countStrays() (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return 0, app.E("vault-locked", "")
	}
	living, err := v.living()
	if err != nil {
		return 0, err
	}
	strays, err := v.strays(living)
	return len(strays), err
}

// checkFiles compares every attachment with what its blob was found to hold. A
// file that was added meanwhile is read now.
func (tx *Tx) checkFiles(sums map[string]crypto.BlobSum) (n int, err error) {
	err = store.Attachments(tx.Tx, func(a app.Attachment) error {
		sum, ok := sums[a.ID]
		if !ok {
			if sum, err = tx.v.sumOf(a.ID); err != nil {
				return err
			}
		}
		if sum.Size != a.Size || hex.EncodeToString(sum.SHA256[:]) != a.SHA256 {
			return missing(a.ID)
		}
		n++
		return nil
	})
	return n, err
}

func (v *Vault) sumOf(id string) (sum crypto.BlobSum, err error) {
	b, err := v.bytes.OpenBlob(id)
	if errors.Is(err, fs.ErrNotExist) {
		return sum, missing(id)
	}
	if err != nil {
		return sum, told(err)
	}
	defer b.Close()
	h := sha256.New()
	if sum.Size, err = io.Copy(h, io.NewSectionReader(b, 0, b.Size())); err != nil {
		return sum, told(err)
	}
	h.Sum(sum.SHA256[:0])
	return sum, nil
}
