package desktop

import "net/http"

// contentPolicy is sent as a header and stands in index.html as well: text from
// a customer's file must never become code that can call the vault. Nothing is
// loaded from outside, and nothing inline runs.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"font-src 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; " +
	"base-uri 'none'; form-action 'none'; frame-src 'none'; frame-ancestors 'none'"

// guardPages puts the policy on every response of the window's own server.
func guardPages(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
