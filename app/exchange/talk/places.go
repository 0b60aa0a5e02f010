package talk

import (
	"maps"
	"slices"
	"strings"

	"kortisto/app/finnish"
)

// Place is a spot in a file that nobody knows, as it is offered for mapping: a
// heading, or a path of Options.Map.
type Place struct {
	Path    string `json:"path"`
	Example string `json:"example"` // what stands there first, shortened; empty where a personal identity code is
}

// Places are all spots of a file with what stands there: its paths or headings in
// the order of Suggest. A file that is neither JSON nor CSV has none.
func Places(data []byte) []Place {
	text, ok := toText(data)
	if !ok {
		return []Place{}
	}
	out := []Place{}
	if looksJSON(text) {
		values, _ := jsonValues(text)
		leaves := pathsOf(values).leaves
		for _, path := range slices.Sorted(maps.Keys(leaves)) {
			out = append(out, Place{path, example(leaves[path])})
		}
		return out
	}
	text = csvText(text)
	heads, delim := csvHead(text)
	columns := make([][]string, len(heads))
	rows := csvReader(text, delim)
	for n := 0; n <= mapSamples; n++ {
		cells, err := rows.Read()
		if err != nil {
			break
		}
		for i, c := range cells {
			if n > 0 && i < len(columns) {
				columns[i] = append(columns[i], c)
			}
		}
	}
	for i, h := range heads {
		if h != "" { // what has no heading can not be named
			out = append(out, Place{h, example(columns[i])})
		}
	}
	return out
}

// exampleLength is what fits beside a field.
const exampleLength = 60

// example is the first that says something.
func example(values []string) string {
	for _, v := range values {
		v = strings.Join(strings.Fields(plainText(v)), " ")
		if len(finnish.FindHetus(v)) > 0 {
			return ""
		}
		if r := []rune(v); len(r) > exampleLength {
			v = string(r[:exampleLength-1]) + "…"
		}
		if v != "" {
			return v
		}
	}
	return ""
}
