package talk

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
)

// Limits of looking for a mapping.
const (
	mapDepth   = 8
	mapSamples = 20 // of each list
	mapPaths   = 400
)

// jsonPaths are the paths of a file, with some of what stands there.
type jsonPaths struct {
	leaves map[string][]string // path to samples of its values
	lists  map[string]int      // path of a list of objects to how many were seen
}

func pathsOf(values []raw) jsonPaths {
	p := jsonPaths{leaves: map[string][]string{}, lists: map[string]int{}}
	if len(values) == 1 {
		p.collect(values[0], "", mapDepth)
		return p
	}
	for _, v := range values[:min(len(values), mapSamples)] {
		p.collect(v, "[]", mapDepth)
	}
	return p
}

func (p jsonPaths) collect(v raw, path string, depth int) {
	if depth == 0 || len(p.leaves) >= mapPaths {
		return
	}
	switch {
	case v.opens('{'):
		o := v.object()
		for _, name := range slices.Sorted(maps.Keys(o)) {
			if name != "" && !strings.ContainsAny(name, ".[]") {
				p.collect(o[name], joinPath(path, name), depth-1)
			}
		}
	case v.opens('['):
		n := 0
		v.each(func(v raw) bool {
			if v.opens('{') {
				p.lists[path+"[]"]++
			}
			p.collect(v, path+"[]", depth-1)
			n++
			return n < mapSamples
		})
	default:
		if s := v.text(); len(p.leaves[path]) < mapSamples {
			p.leaves[path] = append(p.leaves[path], s)
		}
	}
}

func joinPath(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// listOf is the innermost list of a path, with its [].
func listOf(path string) string {
	if i := strings.LastIndex(path, "[]"); i >= 0 {
		return path[:i+2]
	}
	return ""
}

// onTheWay says that what stands at a path is known when one is at a list: it
// stands in it, or on the way to it.
func onTheWay(path, list string) bool { return strings.HasPrefix(list, listOf(path)) }

// suggestPaths takes the list that looks most like messages, and for each field
// what stands in it or on the way to it.
func suggestPaths(p jsonPaths) map[string]string {
	bestList, bestScore := "", 0
	for _, l := range slices.Sorted(maps.Keys(p.listsOrTop())) {
		if score := p.score(l); score > bestScore {
			bestList, bestScore = l, score
		}
	}
	if bestScore == 0 {
		return map[string]string{}
	}
	return p.fieldsAt(bestList)
}

func (p jsonPaths) listsOrTop() map[string]int {
	if len(p.lists) == 0 {
		return map[string]int{"": 1}
	}
	return p.lists
}

func (p jsonPaths) score(list string) int {
	f := p.fieldsAt(list)
	if f["text"] == "" || listOf(f["text"]) != list {
		return 0
	}
	score := 1
	for _, field := range []string{"time", "author", "role"} {
		if f[field] != "" && listOf(f[field]) == list {
			score += 2
		}
	}
	for _, s := range p.leaves[f["text"]] {
		if strings.Contains(s, " ") {
			return score + 1
		}
	}
	return score
}

func (p jsonPaths) fieldsAt(list string) map[string]string {
	var near, far []string
	for _, path := range slices.Sorted(maps.Keys(p.leaves)) {
		switch {
		case listOf(path) == list:
			near = append(near, path)
		case onTheWay(path, list):
			far = append(far, path)
		}
	}
	fit := func(field, path string) bool { return p.fits(field, path) }
	inList := func(path string) map[string]int {
		return fieldsOf(strings.TrimPrefix(strings.TrimPrefix(path, list), "."))
	}
	fields := best(near, inList, fit)
	for field, path := range best(far, p.farFields, fit) {
		if fields[field] == "" {
			fields[field] = path
		}
	}
	return fields
}

// farFields are those of a conversation: its id is the conversation's, and only
// the customer's name is a name.
func (p jsonPaths) farFields(path string) map[string]int {
	fields := maps.Clone(fieldsOf(path))
	for _, ofMessage := range []string{"text", "author", "role", "time", "attachment", "internal", "kind"} {
		delete(fields, ofMessage)
	}
	if fields["id"] > 0 {
		delete(fields, "id")
		if !strings.Contains(strings.TrimPrefix(path, listOf(path)+"."), ".") {
			fields["conversation"] = 50
		}
	}
	return fields
}

// fits looks whether the values could be what their name says.
func (p jsonPaths) fits(field, path string) bool {
	some := false
	for _, s := range p.leaves[path] {
		if s == "" {
			continue
		}
		some = true
		switch field {
		case "time":
			if !readStamp(s, "yes").known() {
				return false
			}
		case "email":
			if !strings.Contains(s, "@") {
				return false
			}
		case "text":
			if readStamp(s, "yes").known() {
				return false
			}
		}
	}
	return some || field == "internal"
}

// isMappedJSON: the person gave a mapping, or messages are plainly there: texts,
// with who said them or when.
func isMappedJSON(s *source) bool {
	text, err := s.text()
	if err != nil || !looksJSON(text) {
		return false
	}
	if s.o.Map != nil {
		return s.o.Map["text"] != ""
	}
	values, _ := s.jsonValues()
	f := suggestPaths(pathsOf(values))
	return f["text"] != "" && !weakText(f["text"]) && listOf(f["text"]) != "" && f["time"] != "" && (f["author"] != "" || f["role"] != "" || f["kind"] != "")
}

func readMappedJSON(s *source) (*File, error) {
	if _, err := s.text(); err != nil {
		return nil, err
	}
	values, broken := s.jsonValues()
	mp := &mapping{d: newDesk(s, deskKind{id: "chat-json"}), fields: s.o.Map}
	mp.d.brokenLines(values, broken)
	if mp.fields == nil {
		mp.fields = suggestPaths(pathsOf(values))
	}
	mp.each = func(take func(mapped)) {
		w := jsonWalk{d: mp.d, take: take, paths: map[string][]string{}}
		for field, path := range mp.fields {
			w.paths[field] = steps(path)
		}
		w.messages = listSteps(w.paths["text"])
		first := slices.Index(w.messages, "[]")
		w.nested = first >= 0 && (slices.Index(w.messages[first+1:], "[]") >= 0 || len(values) > 1 && first > 0)
		w.all(values)
	}
	return mp.done(), s.ctx.Err()
}

// all walks the values of a file: an object a line is as a list of them.
func (w *jsonWalk) all(values []raw) {
	if len(values) == 1 {
		w.walk(values[0], 0, nil)
		return
	}
	for _, v := range values {
		if len(w.messages) > 0 && w.messages[0] == "[]" {
			w.walk(v, 1, []level{{v, 1}})
		} else {
			w.walk(v, 0, nil)
		}
	}
}

// steps of a path: names, and [] for each of a list. A path of one object a line
// may leave out its first [].
func steps(path string) []string {
	var out []string
	for name := range strings.SplitSeq(strings.ReplaceAll(path, "[]", ".[]"), ".") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	return out
}

func listSteps(path []string) []string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == "[]" {
			return path[:i+1]
		}
	}
	return nil
}

// level is a value on the way to the messages, and how many steps lead to it.
type level struct {
	v     raw
	steps int
}

type jsonWalk struct {
	d        *desk
	take     func(mapped)
	count    int
	paths    map[string][]string
	messages []string
	nested   bool // messages lie in lists of their conversations
	talk     int  // counts these lists
}

// walk follows the steps to the messages. levels are the values of lists on the
// way: fields of a conversation are looked up in them.
func (w *jsonWalk) walk(v raw, done int, levels []level) {
	if done == 0 {
		levels = []level{{v, 0}}
	}
	if done == len(w.messages) {
		if len(w.messages) == 0 || v.opens('{') {
			w.message(levels)
		}
		return
	}
	if w.messages[done] != "[]" {
		if next, ok := v.object()[w.messages[done]]; ok {
			w.walk(next, done+1, levels)
		}
		return
	}
	if done == len(w.messages)-1 {
		w.talk++
	}
	v.each(func(v raw) bool {
		w.walk(v, done+1, append(slices.Clip(levels), level{v, done + 1}))
		return w.d.s.ctx.Err() == nil && w.count <= MaxMessages
	})
}

func (w *jsonWalk) message(levels []level) {
	row := mapped{}
	if w.nested {
		row["\x00"] = strconv.Itoa(w.talk)
	}
	for field, path := range w.paths {
		for i := len(levels) - 1; i >= 0; i-- {
			if n := levels[i].steps; n <= len(path) && slices.Equal(path[:n], w.messages[:n]) {
				if s := look(levels[i].v, path[n:]); s != "" {
					row[field] = s
				}
				break
			}
		}
	}
	if row["text"] != "" || row["attachment"] != "" || row["role"] != "" && roleOfWord(row["role"]) != app.RoleUnknown {
		w.count++
		w.take(row)
	}
}

// look is the first text at a path.
func look(v raw, path []string) (s string) {
	if len(path) == 0 {
		if v.opens('t') || v.opens('f') { // true, false
			return string(v)
		}
		return v.text()
	}
	if path[0] == "[]" {
		v.each(func(v raw) bool {
			s = look(v, path[1:])
			return s == ""
		})
		return s
	}
	return look(v.object()[path[0]], path[1:])
}
