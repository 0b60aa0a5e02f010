package desktop

import (
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"kortisto/app"
)

// filesPath is where the page finds the bytes of attachments.
const filesPath = "/attachment/"

// serveFiles gives the page the bytes of attachments, and takes the files that
// are dropped on it:
//
//	GET  /attachment/<id>                  with ranges, so that a recording can be listened to from any place
//	POST /attachment/<contact>?name=<name> hangs the body on a contact
//
// The window's server is the page's alone: no socket listens, and the page
// runs no code but its own. Everything is decrypted in memory as it is read.
// While the vault is locked there is nothing here.
func (w *Window) serveFiles(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		id, ours := strings.CutPrefix(r.URL.Path, filesPath)
		if !ours {
			next.ServeHTTP(rw, r)
			return
		}
		serve := w.sh.giveFile
		switch r.Method {
		case http.MethodGet:
		case http.MethodPost:
			serve = w.sh.takeFile
		default:
			rw.Header().Set("Allow", "GET, POST")
			http.Error(rw, "", http.StatusMethodNotAllowed)
			return
		}
		_, err := call(w.sh, func() (none, error) { return none{}, serve(rw, r, id) })
		if err != nil {
			refuse(rw, err)
		}
	})
}

func (sh *shell) giveFile(rw http.ResponseWriter, r *http.Request, id string) error {
	v, err := sh.vault()
	if err != nil {
		return err
	}
	a, file, err := v.OpenAttachment(id)
	if err != nil {
		return err
	}
	defer file.Close()
	h := rw.Header()
	h.Set("Content-Type", served(a.MediaType))
	if !plays(a.MediaType) {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	}
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(rw, r, "", time.Time{}, file)
	return nil
}

// served is a media type off the program's list: what the register says is
// never sent as it stands.
func served(mediaType string) string {
	if !slices.Contains(app.MediaTypes(), mediaType) {
		return "application/octet-stream"
	}
	if mediaType == "text/plain" {
		return "text/plain; charset=utf-8"
	}
	return mediaType
}

// takeFile hangs what is sent on a contact. The vault cuts off what is too long.
func (sh *shell) takeFile(rw http.ResponseWriter, r *http.Request, contactID string) error {
	ctx, v, end, err := sh.begin("attach")
	if err != nil {
		return err
	}
	defer end()
	if _, err := v.AddAttachment(ctx, contactID, r.URL.Query().Get("name"), r.Body); err != nil {
		return err
	}
	rw.WriteHeader(http.StatusNoContent)
	return nil
}

// refuse tells an error as the bound methods do. What is locked or not there is
// 404: the page need not tell these apart.
func refuse(rw http.ResponseWriter, err error) {
	told := app.Told(err)
	status := http.StatusInternalServerError
	switch told[0].Code {
	case "vault-locked", "not-found", "attachment-none":
		status = http.StatusNotFound
	case "internal":
	default:
		status = http.StatusUnprocessableEntity
	}
	for _, name := range []string{"Content-Length", "Content-Range", "Content-Disposition"} {
		rw.Header().Del(name)
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	_, _ = io.WriteString(rw, told.JSON())
}
