package crypto

import "encoding/binary"

// What a page has of rows, by https://www.sqlite.org/fileformat2.html#b_tree_pages:
// how much of a cell's payload stands in the page itself. Nothing is reserved at
// the ends of our pages.
const (
	mostInLeaf  = pageSize - 35
	mostInIndex = (pageSize-12)*64/255 - 23
	leastLocal  = (pageSize-12)*32/255 - 23
)

// freePages is how many pages the database's first page says are free.
func freePages(first []byte) uint32 { return binary.BigEndian.Uint32(first[36:]) }

// live gives the ranges of a page in which rows and keys stand that the database
// has: cells, and the pages on which long ones go on. How much of the last of these
// is used does not show in it: it is not live, nor is a page that does not hold
// together. With free, pages may be free, and only b-tree pages are told for sure.
func live(number uint32, data []byte, free bool, cell func(from, to int)) {
	if isPointerMap(number) {
		return
	}
	at := 0
	if number == 1 {
		at = 100
	}
	kind := data[at]
	header := 8
	switch kind {
	case 2, 5:
		header = 12
	case 10, 13:
	case 0:
		if next := binary.BigEndian.Uint32(data); next != 0 && !free && number != 1 {
			cell(4, pageSize)
		}
		return
	default:
		return
	}
	count := int(binary.BigEndian.Uint16(data[at+3:]))
	pointers := at + header
	if pointers+2*count > pageSize {
		return
	}
	for i := range count {
		from := int(binary.BigEndian.Uint16(data[pointers+2*i:]))
		if from < pointers+2*count || from >= pageSize {
			continue
		}
		if to := from + cellLen(kind, data[from:]); to <= pageSize {
			cell(from, to)
		}
	}
}

// cellLen is how long a cell is that begins here; one that goes past what there is
// does not hold together.
func cellLen(kind byte, b []byte) int {
	n := 0
	if kind == 2 || kind == 5 {
		n = 4 // the page to the left
	}
	payload, k := varint(b[min(n, len(b)):])
	n += k
	if kind == 5 {
		return n // its payload is the row's number, of which k bytes were
	}
	most := uint64(mostInIndex)
	if kind == 13 {
		_, k := varint(b[min(n, len(b)):])
		n, most = n+k, mostInLeaf
	}
	if payload <= most {
		return n + int(payload)
	}
	local := leastLocal + (payload-leastLocal)%(pageSize-4)
	if local > most {
		local = leastLocal
	}
	return n + int(local) + 4
}

// varint reads one of SQLite's and says how long it is.
func varint(b []byte) (v uint64, n int) {
	for n < len(b) && n < 8 {
		c := b[n]
		n++
		v = v<<7 | uint64(c&0x7f)
		if c < 0x80 {
			return v, n
		}
	}
	if n < len(b) {
		return v<<8 | uint64(b[n]), n + 1
	}
	return v, n + pageSize // cut short
}
