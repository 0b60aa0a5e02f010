package demo

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"math"
	"slices"

	"kortisto/app"
	"kortisto/app/vault"
)

// Files hang on a few contacts of the last year: recordings of calls, quotes that
// were sent, a picture of a garden. Each is made, none is anybody's.

// file is one that is still to be hung on a contact: the bytes are sealed outside
// the transaction.
type file struct {
	contact string
	kind    fileKind
}

type fileKind int

const (
	recording fileKind = iota
	quote
	picture
)

// recordingMonths is for how long a recording is kept.
const recordingMonths = 3

// mostFiles is how many there are of each kind.
const mostFiles = 3

func (f *filler) wantFile(k app.Contact, today app.Day) {
	kind := quote
	switch {
	case k.On < today.AddMonths(-12):
		return
	case k.Channel == app.Phone:
		if k.On < today.AddMonths(-recordingMonths) {
			return // it is gone by now
		}
		kind = recording
	case k.Channel == app.Visit || k.Channel == app.Chat && k.Purpose == app.ForComplaint:
		kind = picture
	case k.Channel != app.Email && k.Channel != app.Letter:
		return
	}
	n := 0
	for _, other := range f.some.files {
		if other.kind == kind {
			n++
		}
	}
	if n < mostFiles && f.done.Customers <= chunk {
		f.some.files = append(slices.Clip(f.some.files), file{k.ID, kind})
	}
}

// hang seals the files and hangs them on their contacts; one recording is kept
// longer than the others.
func (f *filler) hang(ctx context.Context, v *vault.Vault) error {
	longer := false
	for i, x := range f.some.files {
		name, content := f.words.Files.Letter, []byte(f.words.Files.Text)
		switch x.kind {
		case recording:
			name, content = f.words.Files.Call, tone(i)
		case picture:
			name, content = f.words.Files.Picture, garden(i)
		}
		a, err := v.AddAttachment(ctx, x.contact, name, bytes.NewReader(content))
		if err != nil {
			return err
		}
		f.done.Attachments++
		if x.kind == recording && !longer {
			longer = true
			if err := f.keepLonger(v, a.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

const (
	toneRate    = 8000 // samples a second, of one byte each
	toneSeconds = 6
)

// tone is a recording in which nobody speaks: a ringing tone as a WAV file, a
// second on, two seconds off.
func tone(pitch int) []byte {
	const n = toneRate * toneSeconds
	var b bytes.Buffer
	head := []any{
		[]byte("RIFF"), uint32(36 + n), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1),
		uint32(toneRate), uint32(toneRate), uint16(1), uint16(8), []byte("data"), uint32(n),
	}
	for _, part := range head {
		_ = binary.Write(&b, binary.LittleEndian, part) // a buffer never fails
	}
	for i := range n {
		loud := 0.0
		if i/toneRate%3 == 0 {
			loud = 40
		}
		at := 2 * math.Pi * float64(i) / toneRate
		b.WriteByte(byte(128 + loud*math.Sin(float64(400+25*pitch)*at)))
	}
	return b.Bytes()
}

// garden is a picture of a lawn under a sky, with a hedge between them.
func garden(hedge int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for y := range 200 {
		for x := range 320 {
			c := color.RGBA{uint8(150 + y/3), uint8(190 + y/4), 235, 255}
			switch top := 90 + 6*math.Sin(float64(x)/float64(7+hedge)); {
			case y > 130:
				c = color.RGBA{uint8(70 + (x*7+y*13)%23), uint8(130 + (x*5+y*11)%27), 60, 255}
			case float64(y) > top:
				c = color.RGBA{40, uint8(80 + (x*3+y*7)%31), 45, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // a buffer never fails
	return b.Bytes()
}
