package printout

import (
	"strconv"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

const (
	keyColumns = 4
	keyWidth   = 112 * mm // of the groups; the code stands to their right
	keyRow     = 8.5 * mm
	codeSize   = 44 * mm
)

func (f *flow) keyHeight(k Key) float64 {
	rows := (len(k.Groups) + keyColumns - 1) / keyColumns
	return max(float64(rows)*keyRow, codeSize) + 6*mm
}

// key draws the groups in rows, each with its number, and the QR code.
func (f *flow) key(k Key) {
	f.need(f.keyHeight(k))
	f.gap(2 * mm)
	start, list := f.y, f.root.add("L")
	column := keyWidth / float64(keyColumns)
	for i, group := range k.Groups {
		x := left + float64(i%keyColumns)*column
		y := start + float64(i/keyColumns)*keyRow
		li := list.add("LI")
		f.sheet().text(x, y+3, keyNumber, strconv.Itoa(i+1), li.add("Lbl"))
		f.sheet().text(x+6*mm, y+3, keyText, printable(group, f.faces), li.add("LBody"))
		f.sheet().rule(x, y+keyRow-2, column-3*mm, 0.4, hair)
	}
	f.code(k, left+fullWidth-codeSize, start)
	f.y = start + f.keyHeight(k) - 4*mm
}

// code draws a QR code (error level M: a crease or a stain does no harm) as
// rectangles, so that it stays sharp at any printer.
func (f *flow) code(k Key, x, y float64) {
	bars, err := qr.Encode(k.Payload, qr.M, qr.Auto)
	if err != nil { // longer than a QR code can hold: the groups must do
		return
	}
	n := f.root.add("Figure")
	n.alt = k.Alt
	n.attrs = "/O /Layout /Placement /Block /BBox [" +
		number(x) + number(pageHeight-y-codeSize) + number(x+codeSize) + number(pageHeight-y) + "]"
	size := bars.Bounds()
	dot := codeSize / float64(size.Dx())
	for row := range size.Dy() {
		for from := 0; from < size.Dx(); from++ {
			to := from
			for to < size.Dx() && dark(bars, to, row) {
				to++
			}
			if to > from {
				f.sheet().ops = append(f.sheet().ops, op{
					shape: filled, x: x + float64(from)*dot, y: y + float64(row)*dot,
					w: float64(to-from) * dot, h: dot, node: n,
				})
				from = to
			}
		}
	}
}

func dark(b barcode.Barcode, x, y int) bool {
	r, _, _, _ := b.At(x, y).RGBA()
	return r == 0
}

// number writes a coordinate for a PDF dictionary.
func number(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) + " " }
