package desktop

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"kortisto/app"
	"kortisto/app/exchange/history"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault"
)

// chose notes the files that the person picked in a dialog or dropped on the
// window: these alone the page may have read. They are forgotten at locking.
func (sh *shell) chose(paths ...string) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for _, p := range paths {
		if p != "" {
			sh.picked[p] = true
		}
	}
}

// chosen refuses a file that nobody picked, in the words for one that can not be
// read: whoever asks learns nothing about the disk.
func (sh *shell) chosen(paths ...string) error {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for _, p := range paths {
		if !sh.picked[p] {
			return app.E("file-unreadable", "file", "file", filepath.Base(p))
		}
	}
	return nil
}

// dropped takes files that fell on the window, and tells the page.
func (w *Window) dropped(paths []string) {
	var files []string
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil && info.Mode().IsRegular() {
			files = append(files, p)
		}
	}
	if len(files) > 0 {
		w.sh.chose(files...)
		w.sh.host.Emit("files-dropped", files)
	}
}

// Incoming is a file that was chosen, and what it seems to be.
type Incoming struct {
	Path string             `json:"path"`
	Is   history.Recognised `json:"is"`
}

// PickFiles asks for any number of files of any kind that can be brought in; none
// when the person changed their mind.
func (i *Imports) PickFiles() ([]string, error) {
	return call(i.sh, func() ([]string, error) {
		paths, err := i.sh.host.OpenFiles("",
			FileKind{"CSV, Excel, TXT, JSON, ZIP, XML", "*.csv;*.tsv;*.txt;*.xlsx;*.json;*.ndjson;*.jsonl;*.zip;*.xml;*.eml;*.mbox;*.wav;*.mp3;*.m4a;*.ogg;*.amr;*.3gp"},
			FileKind{"*", "*"})
		i.sh.chose(paths...)
		return list(paths), err
	})
}

// Recognise says what the files are. It runs as the job "preview" and changes
// nothing.
func (i *Imports) Recognise(paths []string) ([]Incoming, error) {
	return job(i.sh, "preview", func(ctx context.Context, v *vault.Vault, _ vault.Progress) ([]Incoming, error) {
		if err := i.sh.chosen(paths...); err != nil {
			return nil, err
		}
		var today app.Day
		if err := v.View(func(tx *vault.Tx) error { today = tx.Today; return nil }); err != nil {
			return nil, err
		}
		out := []Incoming{}
		for _, p := range paths {
			is, err := history.Recognise(ctx, p, today)
			if err != nil {
				return nil, err
			}
			out = append(out, Incoming{p, is})
		}
		return out, nil
	})
}

// Places are the spots of a file of conversations that nobody documented, and
// where our fields seem to stand.
type Places struct {
	Fields []string     `json:"fields"` // ours, in the order of offering; text is needed
	Places []talk.Place `json:"places"`
	Map    []PathChoice `json:"map"` // what is suggested
}

// Places looks into a file for telling by hand what is where. It runs as the job
// "preview".
func (h *Histories) Places(path string) (Places, error) {
	return job(h.sh, "preview", func(context.Context, *vault.Vault, vault.Progress) (Places, error) {
		if err := h.sh.chosen(path); err != nil {
			return Places{}, err
		}
		data, err := readMost(path)
		if err != nil {
			return Places{}, err
		}
		suggested, _ := talk.Suggest(data)
		p := Places{Fields: talk.MapFields(), Places: talk.Places(data), Map: []PathChoice{}}
		for _, f := range p.Fields {
			if suggested[f] != "" {
				p.Map = append(p.Map, PathChoice{f, suggested[f]})
			}
		}
		return p, nil
	})
}

func readMost(path string) ([]byte, error) {
	unreadable := app.E("file-unreadable", "file", "file", filepath.Base(path))
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, talk.MaxFileBytes+1))
	if err != nil {
		return nil, unreadable
	}
	if len(data) > talk.MaxFileBytes {
		return nil, app.E("import-too-large", "file", "file", filepath.Base(path))
	}
	return data, nil
}
