package talk

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestPlacesShowWhatStandsThereAndNoPersonalIdentityCode(t *testing.T) {
	got := Places([]byte(`{"rows":[{"w":"2026-06-13","said":{"x":"` + strings.Repeat("pitkä ", 20) + `"},"h":"131052-308T"}]}`))
	if len(got) != 3 || got[0] != (Place{"rows[].h", ""}) || got[2] != (Place{"rows[].w", "2026-06-13"}) {
		t.Fatalf("%+v", got)
	}
	if n := len([]rune(got[1].Example)); n != exampleLength || !strings.HasSuffix(got[1].Example, "…") {
		t.Errorf("%d characters: %q", n, got[1].Example)
	}
	table := Places([]byte("Kuka;Mitä\n;Hei\nAino;\n"))
	if !slices.Equal(table, []Place{{"Kuka", "Aino"}, {"Mitä", "Hei"}}) {
		t.Errorf("%+v", table)
	}
	if none := Places(nil); none == nil || len(none) != 0 {
		t.Errorf("%+v", none)
	}
}

// Whoever adds a code and does not list it leaves somebody without words.
func TestEveryFindingIsListed(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		source, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`= "(talk-[a-z-]+)"`).FindAllStringSubmatch(string(source), -1) {
			there = append(there, m[1])
		}
	}
	listed := FindingCodes()
	slices.Sort(there)
	slices.Sort(listed)
	if len(there) < 15 || !slices.Equal(there, listed) {
		t.Errorf("in the sources %v, listed %v", there, listed)
	}
}
