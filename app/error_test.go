package app_test

import (
	"errors"
	"fmt"
	"testing"

	"kortisto/app"
)

func TestErrorsAreRecognisedThroughWrapping(t *testing.T) {
	err := fmt.Errorf("store: %w", app.E("not-found", "number", "number", "17"))
	for name, c := range map[string]struct {
		target error
		want   bool
	}{
		"by its code":                {app.E("not-found", ""), true},
		"by its code and field":      {app.E("not-found", "number"), true},
		"not by another code":        {app.E("internal", ""), false},
		"not by another field":       {app.E("not-found", "name"), false},
		"not by a foreign error":     {errors.New("not-found"), false},
		"whatever the values it has": {app.E("not-found", "number", "number", "18"), true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := errors.Is(err, c.target); got != c.want {
				t.Errorf("got %v", got)
			}
			if got := errors.Is(app.Errors{app.E("required", "name"), app.E("not-found", "number")}, c.target); got != c.want {
				t.Errorf("in a list: got %v", got)
			}
		})
	}
}

func TestTold(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"nothing is told of no error":         {nil, "[]"},
		"one error is a list of one":          {fmt.Errorf("x: %w", app.E("required", "name")), `[{"code":"required","field":"name"}]`},
		"several stay several":                {fmt.Errorf("x: %w", app.Errors{app.E("required", "a"), app.E("too-long", "b", "limit", "9")}), `[{"code":"required","field":"a"},{"code":"too-long","field":"b","args":{"limit":"9"}}]`},
		"what nobody foresaw is internal":     {errors.New("disk on fire at /home/somebody"), `[{"code":"internal"}]`},
		"identity codes are masked in values": {app.E("choice-invalid", "kind", "value", "x 010190-900P"), `[{"code":"choice-invalid","field":"kind","args":{"value":"x ***********"}}]`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := app.Told(c.err).JSON(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestErrorTextsHoldNoValues(t *testing.T) {
	es := app.Errors{app.E("number-taken", "number", "number", "17"), app.E("internal", "")}
	if got := es.Error(); got != "number-taken (number), internal" {
		t.Errorf("got %q", got)
	}
	if err := (app.Errors{}).OrNil(); err != nil {
		t.Errorf("no errors are no error, got %v", err)
	}
}
