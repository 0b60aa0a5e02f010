//go:build windowtest

package windowtest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/build/canary"
)

// soundCanary stands in the samples of the recording, which must lie on no disk
// in clear while it is listened to.
const soundCanary = "kanariaKuuluuMuttaEiNay"

// recording is a WAV file, 8 kHz, 8 bits, of that many seconds, whose samples
// repeat the canary.
func recording(seconds int) []byte {
	samples := bytes.Repeat([]byte(soundCanary), seconds*8000/len(soundCanary)+1)[:seconds*8000]
	var b bytes.Buffer
	b.WriteString("RIFF")
	write := func(values ...any) {
		for _, v := range values {
			if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
				panic(err)
			}
		}
	}
	write(uint32(36 + len(samples)))
	b.WriteString("WAVEfmt ")
	write(uint32(16), uint16(1), uint16(1), uint32(8000), uint32(8000), uint16(1), uint16(8))
	b.WriteString("data")
	write(uint32(len(samples)))
	b.Write(samples)
	return b.Bytes()
}

// hang puts a file on a new contact of the first customer, as dropping it on the
// page does, and gives its id.
func hang(w *Window, name string, content []byte) string {
	id, _ := w.Script(`const [name, content] = arguments; return (async () => {
const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
const go = window.go.desktop;
const page = await go.Customers.List({limit: 1, offset: 0, text: '', kind: '', sort: '', desc: false, within: 0});
const k = await go.Contacts.Add({customerId: page.rows[0].id, channel: 'phone', direction: 'in', on: '', text: ''});
const sent = await fetch('/attachment/' + k.id + '?name=' + encodeURIComponent(name), {method: 'POST', body: bytes});
if (!sent.ok) throw new Error('post ' + sent.status + ' ' + await sent.text());
return (await go.Attachments.List(k.id))[0].id; })();`, name, base64.StdEncoding.EncodeToString(content)).(string)
	return id
}

// played plays a source and tells what came of it.
const played = `const [src] = arguments;
const audio = new Audio();
window.sound = audio;
audio.muted = true;
return new Promise(done => {
  const end = said => done(said + ' ' + (audio.duration || 0).toFixed(1));
  audio.onerror = () => end('error ' + audio.error.code + ' ' + audio.error.message);
  audio.ontimeupdate = () => { if (audio.currentTime > 0.3) end('plays'); };
  setTimeout(() => end('late ' + audio.readyState + ' at ' + audio.currentTime), 15000);
  audio.src = src;
  audio.play().catch(e => end('refused ' + e));
});`

// inMemory fetches a sound as the player does, and gives its address.
const inMemory = `return (async id => {
  const answer = await fetch('/attachment/' + id);
  return URL.createObjectURL(await answer.blob());
})(arguments[0]);`

func TestRecordingsAreHeardAndLieOnNoDiskMeanwhile(t *testing.T) {
	home := demoHome(t, 5)
	w := Open(t, Options{Home: home})
	w.Unlock(demoPassphrase)
	id := hang(w, "puhelu.wav", recording(60))
	part := w.Script(`return (async id => {
  const answer = await fetch('/attachment/' + id, {headers: {Range: 'bytes=0-3'}});
  return answer.status + ' ' + await answer.text() + ' ' + answer.headers.get('Content-Type');
})(arguments[0]);`, id)
	if part != "206 RIFF audio/wav" {
		t.Errorf("a range of it: %v", part)
	}
	if said := w.Script(played, w.Script(inMemory, id)); said != "plays 60.0" {
		t.Errorf("the recording: %v", said)
	}
	search := canary.NewSearch(soundCanary)
	if open, looked := search.HeldOpen(w.pid); len(open) > 0 || looked.Files == 0 {
		t.Errorf("it can be read in %v of %d files", open, looked.Files)
	}
	if found, _, err := search.Under(home); err != nil || len(found) > 0 {
		t.Errorf("it lies in clear in %v, %v", found, err)
	}
	for _, dir := range []string{"/var/tmp", os.TempDir()} { // where media frameworks keep what they fetch
		files, _ := filepath.Glob(filepath.Join(dir, "WebKit-Media-*"))
		if len(files) > 0 {
			t.Errorf("%q", files)
		}
	}
	for _, name := range []string{"tone.mp3", "tone.ogg", "tone.m4a"} {
		content, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		said, _ := w.Script(played, w.Script(inMemory, hang(w, name, content))).(string)
		if !strings.HasPrefix(said, "plays 2.") {
			t.Errorf("%s: %v", name, said)
		}
	}
	w.Quit()
}
