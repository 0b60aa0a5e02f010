//go:build windowtest

package windowtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// elementKey marks an element reference in WebDriver's JSON (W3C WebDriver, section 12.1).
const elementKey = "element-6066-11e4-a52e-4f735466cecf"

// driver speaks the W3C WebDriver protocol with one session of WebKitWebDriver. Its own /screenshot hangs with
// this kind of view; Window.Screenshot asks the X server instead. Deleting the session kills the program without
// its own closing, so nothing here does.
type driver struct {
	session string // URL
	client  http.Client
}

// driverError is what the driver answered instead of a value.
type driverError struct {
	Code    string `json:"error"`
	Message string `json:"message"`
}

func (e *driverError) Error() string { return e.Code + ": " + e.Message }

func newSession(base, binary string) (*driver, error) {
	d := &driver{session: base, client: http.Client{Timeout: 60 * time.Second}}
	options := map[string]any{"binary": binary, "args": []string{}}
	value, err := d.call("POST", "/session", map[string]any{
		"capabilities": map[string]any{"alwaysMatch": map[string]any{"webkitgtk:browserOptions": options}}})
	if err != nil {
		return nil, err
	}
	session, _ := value.(map[string]any)
	id, _ := session["sessionId"].(string)
	if id == "" {
		return nil, fmt.Errorf("no session in %v", value)
	}
	d.session = base + "/session/" + id
	return d, nil
}

func (d *driver) call(method, path string, body any) (any, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest(method, d.session+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	res, err := d.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		failure := &driverError{}
		if err := json.Unmarshal(answer.Value, failure); err != nil {
			return nil, fmt.Errorf("%s: %s", res.Status, answer.Value)
		}
		return nil, failure
	}
	var value any
	err = json.Unmarshal(answer.Value, &value)
	return value, err
}

// script runs the body of a function in the page; the page's content security policy does not bind the driver.
func (d *driver) script(body string, args ...any) (any, error) {
	if args == nil {
		args = []any{}
	}
	return d.call("POST", "/execute/sync", map[string]any{"script": body, "args": args})
}
