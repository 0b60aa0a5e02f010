//go:build windowtest

package windowtest

import (
	"os/exec"
	"strings"
	"testing"
)

func TestTheWindowOpensWithoutARegister(t *testing.T) {
	w := Open(t, Options{})
	w.Screenshot("start-light")
	for _, size := range [][2]int{{1024, 700}, {1920, 1080}} {
		w.Resize(size[0], size[1])
		if wide := w.Script("return document.documentElement.scrollWidth - innerWidth"); wide != float64(0) {
			t.Errorf("at %d×%d the page is %v pixels too wide", size[0], size[1], wide)
		}
	}
	w.Quit()
}

func TestADisplayThatIsNotThereIsNamedAndNoStackTrace(t *testing.T) {
	binary, err := findBinary("")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary)
	cmd.Env = []string{"HOME=" + t.TempDir(), "DISPLAY=:60000"}
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 1 || string(out) != "kortisto: not-available (display)\n" {
		t.Errorf("ended with %v and said %q", err, out)
	}
}

func TestTheDesktopsDarkPreferenceReachesThePage(t *testing.T) {
	for name, dark := range map[string]bool{"a light desktop": false, "a dark desktop": true} {
		t.Run(name, func(t *testing.T) {
			w := Open(t, Options{Dark: dark})
			if got := w.Script("return matchMedia('(prefers-color-scheme: dark)').matches"); got != dark {
				t.Errorf("the page is told %v, want %v", got, dark)
			}
		})
	}
}

func TestNothingButOwnScriptsRun(t *testing.T) {
	w := Open(t, Options{})
	w.Script(`window.strayed = false;
const stray = document.createElement('script');
stray.textContent = 'window.strayed = true';
document.body.append(stray);
const picture = document.createElement('img');
picture.setAttribute('onerror', 'window.strayed = true');
picture.src = 'data:,';
document.body.append(picture);`)
	w.Script("return new Promise(done => setTimeout(done, 300))")
	if w.Script("return window.strayed") != false {
		t.Error("a script that is not part of the program ran")
	}
}

func TestTheWindowBeginsInTheLanguageOfTheDesktop(t *testing.T) {
	for locale, language := range map[string]string{"fi_FI.UTF-8": "fi", "sv_FI.UTF-8": "sv", "en_GB.UTF-8": "en"} {
		t.Run(language, func(t *testing.T) {
			w := Open(t, Options{Locale: locale})
			w.Eventually("the page to say its language", func() bool {
				said, _ := w.Script("return document.documentElement.lang").(string)
				return strings.HasPrefix(said, language)
			})
			w.Screenshot("start-" + language)
		})
	}
}
