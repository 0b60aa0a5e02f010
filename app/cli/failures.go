package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"kortisto/app"
)

// Exit codes, as scripts rely on them.
const (
	exitDone            = 0
	exitFailed          = 1
	exitUsage           = 2
	exitWrongPassphrase = 3
	exitDamaged         = 4
	exitInUse           = 5
	exitRefused         = 6 // by a rule, or not found
)

// exits are the codes that do not mean "refused by a rule".
var exits = map[string]int{
	"internal": exitFailed, "cancelled": exitFailed, "disk-full": exitFailed, "disk-failed": exitFailed, "vault-read-only": exitFailed,
	"file-unreadable": exitFailed, "file-unwritable": exitFailed, "residue-found": exitFailed,
	"mail-connect": exitFailed, "mail-tls": exitFailed, "mail-login": exitFailed, "mail-refused": exitFailed, "mail-stopped": exitFailed,
	"usage": exitUsage, "invalid": exitUsage, "choice-invalid": exitUsage, "required": exitUsage, "day-invalid": exitUsage, "not-available": exitUsage,
	"passphrase-wrong": exitWrongPassphrase, "recovery-key-wrong": exitWrongPassphrase,
	"vault-damaged": exitDamaged, "key-file-changed": exitDamaged,
	"vault-in-use": exitInUse,
}

func exitOf(code string) int {
	if exit, ok := exits[code]; ok {
		return exit
	}
	return exitRefused
}

// fail tells what went wrong: one line per reason, and with --json one value.
func (s *session) fail(err error) int {
	told := s.told(err)
	s.report(told)
	if told[0].Code == "internal" && s.Getenv("KORTISTO_DEBUG") != "" {
		fmt.Fprintln(s.Stderr, err)
	}
	return exitOf(told[0].Code)
}

func (s *session) told(err error) app.Errors {
	told := app.Told(err)
	if told[0].Code == "internal" && errors.Is(err, context.Canceled) {
		return app.Errors{app.E("cancelled", "")}
	}
	return told
}

// complain tells of what failed beside work that is done and whose result is
// still given.
func (s *session) complain(err error) {
	told := s.told(err)
	s.lines(told)
	s.exit = exitOf(told[0].Code)
}

func (s *session) lines(told app.Errors) {
	s.endProgress()
	for _, e := range told {
		fmt.Fprintf(s.Stderr, "kortisto: %s: %s\n", e.Code, s.explain(e))
	}
}

func (s *session) report(told app.Errors) {
	s.lines(told)
	if !s.json || s.delivered { // the one value is out
		return
	}
	out := struct {
		Error  *app.Error   `json:"error"`
		Errors []*app.Error `json:"errors,omitempty"`
	}{Error: told[0]}
	if len(told) > 1 {
		out.Errors = told
	}
	enc := json.NewEncoder(s.Stdout)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(out)
}

// refuse answers a command line that can not be understood. Help is asked for
// in the same way, since it must work where arguments are missing.
func (s *session) refuse(err error) int {
	var help helpWanted
	if errors.As(err, &help) {
		if err := s.help(help.node); err != nil {
			return s.fail(err)
		}
		return s.deliver()
	}
	s.report(misunderstood(err.Error()))
	return exitUsage
}

// misunderstood turns the parser's English into codes for the catalogue.
func misunderstood(said string) app.Errors {
	if list, ok := strings.CutPrefix(said, "missing flags: "); ok {
		var es app.Errors
		for _, m := range flagName.FindAllStringSubmatch(list, -1) {
			es = append(es, app.E("required", m[1]))
		}
		return es
	}
	for _, p := range parserSays {
		if m := p.said.FindStringSubmatch(said); m != nil {
			return app.Errors{p.means(m)}
		}
	}
	return app.Errors{app.E("usage", "")}
}

var flagName = regexp.MustCompile(`--([A-Za-z-]+)`)

var parserSays = []struct {
	said  *regexp.Regexp
	means func(m []string) *app.Error
}{
	{regexp.MustCompile(`^unknown flag (\S+?)(,|$)`), usage("unknown-flag")},
	{regexp.MustCompile(`^unexpected argument (.+?)(, did you mean.*)?$`), usage("unexpected")},
	{regexp.MustCompile(`^expected one of (.*)$`), usage("command-missing")},
	{regexp.MustCompile(`^expected "<([a-z]+)>.*$`), func(m []string) *app.Error { return app.E("required", m[1]) }},
	{regexp.MustCompile(`^expected "(.*)"$`), usage("command-missing")},
	{regexp.MustCompile(`^(?:--|<)([A-Za-z-]+)>? must be one of (.*) but got "(.*)"$`), func(m []string) *app.Error {
		return app.E("choice-invalid", m[1], "value", m[3], "choices", strings.ReplaceAll(strings.TrimSuffix(m[2], `,""`), `"`, ""))
	}},
	{regexp.MustCompile(`^--([A-Za-z-]+)[^:]*: expected .* but got "([^"]*)"`), func(m []string) *app.Error {
		return app.E("invalid", m[1], "value", m[2])
	}},
	{regexp.MustCompile(`^--([A-Za-z-]+)[^:]*: `), func(m []string) *app.Error { return app.E("required", m[1]) }},
}

func usage(what string) func(m []string) *app.Error {
	return func(m []string) *app.Error {
		return app.E("usage", "", "what", what, "value", strings.ReplaceAll(m[1], `"`, ""))
	}
}
