package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"

	"kortisto/app/finnish"
)

// Error is what a person can be told: a stable code that the catalogues turn
// into a sentence, the field it concerns, and the values the sentence needs.
// Codes are never reused for another meaning. Args hold what the person typed
// or chose, and so may be shown to that person; they are never logged. Personal
// identity codes are masked in them all the same.
type Error struct {
	Code  string            `json:"code"`
	Field string            `json:"field,omitempty"`
	Args  map[string]string `json:"args,omitempty"`
}

// E makes an Error; args are name, value, name, value.
func E(code, field string, args ...string) *Error {
	e := &Error{Code: code, Field: field}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args[args[i]] = finnish.MaskHetus(args[i+1])
	}
	return e
}

// Error gives code and field only: error texts may reach a log, values may not.
func (e *Error) Error() string {
	if e.Field == "" {
		return e.Code
	}
	return fmt.Sprintf("%s (%s)", e.Code, e.Field)
}

// Is matches by code, so errors.Is(err, app.E("not-found", "")) works.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && (t.Field == "" || t.Field == e.Field)
}

// Errors is several at once: a form with three wrong fields says all three.
type Errors []*Error

func (es Errors) Error() string {
	s := make([]string, len(es))
	for i, e := range es {
		s[i] = e.Error()
	}
	return strings.Join(s, ", ")
}

// Unwrap lets errors.Is and errors.As look into the list.
func (es Errors) Unwrap() []error {
	out := make([]error, len(es))
	for i, e := range es {
		out[i] = e
	}
	return out
}

// OrNil is es as an error, or nil when it is empty.
func (es Errors) OrNil() error {
	if len(es) == 0 {
		return nil
	}
	return es
}

// Told lists what of err a person can be told, as the window and --json want
// it. An error without a code becomes "internal".
func Told(err error) Errors {
	if err == nil {
		return nil
	}
	var es Errors
	if errors.As(err, &es) {
		return es
	}
	var e *Error
	if errors.As(err, &e) {
		return Errors{e}
	}
	return Errors{E("internal", "")}
}

// JSON is the form in which the window gets errors: [{code, field, args}].
func (es Errors) JSON() string {
	b, err := json.Marshal(append([]*Error{}, es...)) // no errors are [], not null
	if err != nil {
		return `[{"code":"internal"}]`
	}
	return string(b)
}

// Codes lists every error code of the program, sorted. A test demands a text
// for each in every language, and a code here for each that the program makes.
func Codes() []string {
	out := append([]string(nil), codes...)
	sort.Strings(out)
	return out
}
