package crypto

import "encoding/binary"

// SQLite's secure_delete overwrites what is deleted, but not what it moves: when
// cells go to another page, their bytes stay behind in the page's unused middle
// until something else needs the room. scrub overwrites that room in every page
// on its way to the disk, so that what was deleted is gone from the bytes.
//
// The layout is that of https://www.sqlite.org/fileformat2.html#b_tree_pages: a
// header, the array of cell pointers, the unallocated middle, and the cells with
// free blocks among them. Pages of another kind are left as they are, and so is
// one that does not hold together: repairing is not this function's work. A kind
// is told by the first byte, which in overflow and free-list pages is the highest
// of a page number: 0, as long as a database has fewer than 2^25 pages.
func scrub(page uint32, data []byte) {
	at := 0
	if page == 1 {
		at = 100 // the header of the database stands before
	}
	if isPointerMap(page) {
		return
	}
	header := 8
	switch data[at] {
	case 2, 5: // interior pages of an index, of a table
		header = 12
	case 10, 13: // leaves
	default:
		return
	}
	u16 := func(i int) int { return int(binary.BigEndian.Uint16(data[i:])) }
	pointers := at + header + 2*u16(at+3)
	cells := u16(at + 5)
	if cells == 0 {
		cells = 1 << 16
	}
	if pointers > cells || cells > pageSize {
		return
	}
	clear(data[pointers:cells])
	// Free blocks: where the next one is, how long this one is, and room.
	for block, last := u16(at+1), cells-1; block > last && block+4 <= pageSize; {
		next, size := u16(block), u16(block+2)
		if size < 4 || block+size > pageSize {
			return
		}
		clear(data[block+4 : block+size])
		block, last = next, block+size-1
	}
}

// isPointerMap says whether a page is one of those in which an auto-vacuum
// database keeps who refers to whom: page 2, and then one after as many pages as
// such a page has entries of five bytes.
func isPointerMap(page uint32) bool { return page >= 2 && (page-2)%(pageSize/5+1) == 0 }
