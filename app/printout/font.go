package printout

import (
	_ "embed" // the fonts are part of the program
	"encoding/binary"
	"errors"
	"sync"
)

//go:embed fonts/Inter-Regular.ttf
var interRegular string

//go:embed fonts/Inter-Bold.ttf
var interBold string

// face is what the layout needs of a TrueType font: which characters of the
// basic plane it has, and how wide they are. (The PDF library keeps both to
// itself.)
type face struct {
	data  string
	width [1 << 16]uint16 // in thousandths of the size
	has   [1 << 16]bool
}

// faces are parsed once: regular, bold.
var faces = sync.OnceValues(func() ([2]*face, error) {
	regular, err := parseFace(interRegular)
	if err != nil {
		return [2]*face{}, err
	}
	bold, err := parseFace(interBold)
	return [2]*face{regular, bold}, err
})

var errFont = errors.New("printout: embedded font can not be read")

// parseFace reads the tables head, hhea, hmtx and cmap (OpenType 1.9).
func parseFace(data string) (f *face, err error) {
	defer func() {
		if recover() != nil { // a slice out of range: the file is cut
			f, err = nil, errFont
		}
	}()
	b := []byte(data)
	u16 := binary.BigEndian.Uint16
	tables := map[string][]byte{}
	for i := range int(u16(b[4:])) {
		rec := b[12+16*i:]
		at := binary.BigEndian.Uint32(rec[8:])
		tables[string(rec[:4])] = b[at : at+binary.BigEndian.Uint32(rec[12:])]
	}
	sub := unicodeSubtable(tables["cmap"])
	if sub == nil {
		return nil, errFont
	}
	unit := int(u16(tables["head"][18:]))
	metrics := int(u16(tables["hhea"][34:]))
	f = &face{data: data}
	for r := range 1 << 16 {
		if gid := glyph(sub, r); gid != 0 {
			advance := int(u16(tables["hmtx"][4*min(gid, metrics-1):]))
			f.has[r], f.width[r] = true, uint16(advance*1000/unit)
		}
	}
	return f, nil
}

// unicodeSubtable finds the segment table (format 4) for Unicode.
func unicodeSubtable(cmap []byte) []byte {
	u16 := binary.BigEndian.Uint16
	for i := range int(u16(cmap[2:])) {
		rec := cmap[4+8*i:]
		sub := cmap[binary.BigEndian.Uint32(rec[4:]):]
		if platform := u16(rec); (platform == 0 || platform == 3) && u16(sub) == 4 {
			return sub
		}
	}
	return nil
}

// glyph looks a character up in a format 4 table; 0 is "no such glyph".
func glyph(sub []byte, r int) int {
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(sub[at:])) }
	doubled := u16(6) // twice the number of segments
	ends, starts, deltas, offsets := 14, 16+doubled, 16+2*doubled, 16+3*doubled
	for i := 0; i < doubled; i += 2 {
		if r > u16(ends+i) {
			continue
		}
		start, offset := u16(starts+i), u16(offsets+i)
		if r < start {
			return 0
		}
		if offset == 0 {
			return (r + u16(deltas+i)) & 0xffff
		}
		gid := u16(offsets + i + offset + 2*(r-start))
		if gid == 0 {
			return 0
		}
		return (gid + u16(deltas+i)) & 0xffff
	}
	return 0
}

// measure is the width of s at a size, in points. s has been cleaned: it holds
// only characters that the font has.
func (f *face) measure(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		sum += int(f.width[r&0xffff])
	}
	return float64(sum) * size / 1000
}
