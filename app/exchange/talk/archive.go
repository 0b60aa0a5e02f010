package talk

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
)

// Limits of archives. Media within are neither unpacked nor counted.
const (
	maxEntries      = 50_000
	maxDirectory    = 32 << 20 // bytes of the archive's list of entries
	maxUnzipped     = MaxFileBytes
	maxRatio        = 400 // of packed text: more is a bomb; logs reach a hundred
	ratioMattersAt  = 8 << 20
	maxTexts        = 10_000
	refusalsListed  = 20
	maxNameInAFound = 200
)

// chatArchive is a zip with a chat and what was sent in it, or with many chats
// of any format.
func chatArchive() format { return format{id: "whatsapp-zip", is: isArchive, read: readArchive} }

// isArchive is false for workbooks and documents, which are archives as well.
func isArchive(s *source) bool {
	return bytes.HasPrefix(s.head, []byte("PK\x03\x04")) && !bytes.Contains(s.head[:min(len(s.head), 4096)], []byte("[Content_Types].xml"))
}

// archive is one that was opened: entries that may be looked at, and the names
// of all that lie in it.
type archive struct {
	source *source
	file   *File
	texts  []*zip.File
	names  map[string]bool
	left   int64 // bytes that may yet be unpacked
}

func readArchive(s *source) (*File, error) {
	a := &archive{source: s, file: &File{}, names: map[string]bool{}, left: maxUnzipped}
	if err := a.open(); err != nil {
		return nil, err
	}
	a.readChats(a.chats())
	if len(a.file.Conversations) == 0 {
		a.readAll()
	}
	if a.file.empty() {
		a.file.find(NothingFound, 0)
	}
	return a.file, s.ctx.Err()
}

func (f *File) empty() bool { return len(f.Conversations)+len(f.Calls)+len(f.Recordings) == 0 }

func (a *archive) open() error {
	r := &budgeted{a.source.r, maxDirectory}
	z, err := zip.NewReader(r, a.source.size)
	r.left = math.MaxInt // for the entries, which have a limit of their own
	if errors.Is(err, errBudget) {
		return app.E("import-too-large", "file", "file", a.source.name)
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return app.E("file-unreadable", "file", "file", a.source.name)
	}
	if len(z.File) > maxEntries {
		return app.E("import-too-large", "file", "file", a.source.name)
	}
	for _, e := range z.File {
		a.sort(e)
	}
	return nil
}

// sort an entry: to be read, to be known by name, or to be refused.
func (a *archive) sort(e *zip.File) {
	switch ext := strings.ToLower(path.Ext(e.Name)); {
	case unsafePath(e.Name):
		a.refuse(EntryRefused, e)
	case e.FileInfo().IsDir() || strings.Contains("/"+e.Name, "/__MACOSX/") || strings.HasPrefix(path.Base(e.Name), "."):
	case ext == ".zip":
		a.refuse(EntryNested, e)
	case ext == ".txt" || ext == ".json" || ext == ".xml":
		a.texts = append(a.texts, e)
	default:
		a.names[path.Base(e.Name)] = true
	}
}

func (a *archive) refuse(code string, e *zip.File) {
	if len(a.file.Findings) < refusalsListed {
		name := strings.ToValidUTF8(e.Name[:min(len(e.Name), maxNameInAFound)], "?")
		a.file.find(code, 0, "entry", name)
	}
}

// unsafePath says that a name leads out of the folder it would be unpacked to.
// Nothing is unpacked to any; but who writes such a name has something in mind.
func unsafePath(name string) bool {
	slashed := strings.ReplaceAll(name, `\`, "/")
	return strings.HasPrefix(slashed, "/") || len(slashed) > 1 && slashed[1] == ':' || strings.ContainsRune(name, 0) ||
		slices.Contains(strings.Split(slashed, "/"), "..")
}

// chats are WhatsApp's files among the texts: _chat.txt, else those that are
// named as exports, else the shortest name that speaks of a chat.
func (a *archive) chats() []*zip.File {
	var plain, titled []*zip.File
	var best *zip.File
	for _, e := range a.texts {
		name := strings.ToLower(path.Base(e.Name))
		if path.Ext(name) != ".txt" {
			continue
		}
		if name == "_chat.txt" {
			plain = append(plain, e)
		}
		if title, _ := titleOf(path.Base(e.Name)); title != "" {
			titled = append(titled, e)
		}
		if (strings.Contains(name, "chat") || strings.Contains(name, "whatsapp")) && (best == nil || len(name) < len(path.Base(best.Name))) {
			best = e
		}
	}
	switch {
	case len(plain) > 0:
		return plain
	case len(titled) > 0 || best == nil:
		return titled
	}
	return []*zip.File{best}
}

// readChats reads WhatsApp's chats. With whom one was is told by its own name,
// else by its folder's where there are several, else by the archive's.
func (a *archive) readChats(chats []*zip.File) {
	var files []*File
	for _, e := range chats[:min(len(chats), maxTexts)] {
		data, ok := a.unpack(e)
		if !ok {
			continue
		}
		name := path.Base(e.Name)
		if title, _ := titleOf(name); title == "" {
			name = a.source.name
			if len(chats) > 1 {
				name = path.Base(path.Dir(e.Name))
			}
		}
		inner := a.inner(name, data)
		if inner.open() != nil || !whatsappText.is(inner) {
			continue
		}
		if f, err := whatsappText.read(inner); err == nil {
			f.Format = whatsappText.id
			files = append(files, f)
		}
	}
	a.take(files)
}

// take what was read of the archive's texts.
func (a *archive) take(files []*File) {
	if len(files) == 0 {
		return
	}
	f := Join(files)
	f.Findings = append(a.file.Findings, f.Findings...)
	a.file = f
	a.markEnclosed()
}

func (a *archive) inner(name string, data []byte) *source {
	o := a.source.o
	o.Format = ""
	return newSource(a.source.ctx, name, bytes.NewReader(data), int64(len(data)), o)
}

// markEnclosed says of files that messages name whether they are there.
func (a *archive) markEnclosed() {
	missing := 0
	for i := range a.file.Conversations {
		for k := range a.file.Conversations[i].Messages {
			m := &a.file.Conversations[i].Messages[k]
			if m.File == "" || m.Kind != app.KindMedia {
				continue
			}
			if m.Enclosed = a.names[path.Base(m.File)]; !m.Enclosed {
				missing++
			}
		}
	}
	if missing > 0 {
		a.file.find(FileMissing, 0, "count", strconv.Itoa(missing))
	}
}

// readAll reads every text of the archive by whichever format it is in.
func (a *archive) readAll() {
	var files []*File
	for _, e := range a.texts[:min(len(a.texts), maxTexts)] {
		if a.source.ctx.Err() != nil {
			return
		}
		data, ok := a.unpack(e)
		if !ok || len(bytes.TrimSpace(data)) == 0 {
			continue
		}
		if f, err := a.inner(path.Base(e.Name), data).understand(); err == nil && !f.empty() {
			files = append(files, f)
		}
	}
	if len(a.texts) > maxTexts {
		a.file.find(TooMany, 0, "limit", strconv.Itoa(maxTexts))
	}
	a.take(files)
}

// unpack one text. What it declares is not believed: the reader stops at what
// is left of the allowance.
func (a *archive) unpack(e *zip.File) ([]byte, bool) {
	size, packed := e.UncompressedSize64, max(e.CompressedSize64, 1)
	if size > uint64(a.left) || size > ratioMattersAt && size/packed > maxRatio {
		a.refuse(EntryLarge, e)
		return nil, false
	}
	r, err := e.Open()
	if err != nil {
		return nil, false
	}
	defer func() { _ = r.Close() }() // read to its end or given up
	data, err := io.ReadAll(io.LimitReader(&heeding{a.source.ctx, r}, int64(size)+1))
	if a.left -= int64(len(data)); a.left < 0 {
		a.left = 0
	}
	if err != nil || uint64(len(data)) > size {
		a.file.find(BrokenOff, 0, "entry", path.Base(e.Name))
		return nil, false
	}
	return data, true
}

var errBudget = errors.New("talk: the archive's list of entries is too long")

// budgeted reads no more than so many bytes in all: the list of an archive's
// entries takes six times its length in memory.
type budgeted struct {
	r    io.ReaderAt
	left int
}

func (b *budgeted) ReadAt(p []byte, at int64) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errBudget
	}
	return b.r.ReadAt(p, at)
}
