package printout

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"sort"
	"strconv"
)

var errFile = errors.New("printout: the PDF library wrote something unexpected")

// file is a PDF file as its numbered objects (PDF 1.4 §3.4): enough of a reader
// for what the PDF library writes, and a writer.
type file struct {
	objects    [][]byte // by number, without "n 0 obj" and "endobj"; 0 is unused
	root, info int
	missing    error // the first replacement that found nothing
}

// readFile follows the cross-reference table at the end of b, one section with
// entries of 20 bytes, and cuts b at the offsets it gives.
func readFile(b []byte) (*file, error) {
	start, err := numberAfter(b[max(0, len(b)-64):], "startxref\n")
	if err != nil || start < 0 || start > len(b) {
		return nil, errFile
	}
	table := b[start:]
	size, err := numberAfter(table, "xref\n0 ")
	if err != nil || size < 1 {
		return nil, errFile
	}
	entries := bytes.Index(table, []byte("f \n")) + 3 // after the free entry 0
	if len(table) < entries+20*(size-1) {
		return nil, errFile
	}
	f := &file{objects: make([][]byte, size)}
	offsets := make([]int, size)
	for n := 1; n < size; n++ {
		offsets[n], err = strconv.Atoi(string(table[entries+20*(n-1):][:10]))
		if err != nil || offsets[n] >= start {
			return nil, errFile
		}
	}
	if err := f.cut(b[:start], offsets); err != nil {
		return nil, err
	}
	trailer := table[entries+20*(size-1):]
	if f.root, err = numberAfter(trailer, "/Root "); err != nil {
		return nil, err
	}
	f.info, err = numberAfter(trailer, "/Info ")
	return f, err
}

// cut gives each object the bytes from its offset to the next one's.
func (f *file) cut(b []byte, offsets []int) error {
	order := make([]int, 0, len(offsets))
	for n := 1; n < len(offsets); n++ {
		order = append(order, n)
	}
	sort.Slice(order, func(i, j int) bool { return offsets[order[i]] < offsets[order[j]] })
	for i, n := range order {
		end := len(b)
		if i+1 < len(order) {
			end = offsets[order[i+1]]
		}
		body, ok := bytes.CutPrefix(b[offsets[n]:end], fmt.Appendf(nil, "%d 0 obj\n", n))
		if !ok {
			return errFile
		}
		if body, ok = bytes.CutSuffix(body, []byte("endobj\n")); !ok {
			return errFile
		}
		f.objects[n] = bytes.TrimSuffix(body, []byte("\n"))
	}
	return nil
}

// numberAfter reads the decimal number that follows the last key in b.
func numberAfter(b []byte, key string) (int, error) {
	at := bytes.LastIndex(b, []byte(key))
	if at < 0 {
		return 0, errFile
	}
	rest := b[at+len(key):]
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(string(rest[:end]))
	if err != nil {
		return 0, errFile
	}
	return n, nil
}

// reserve takes the next free object number.
func (f *file) reserve() int {
	f.objects = append(f.objects, nil)
	return len(f.objects) - 1
}

// replace changes the one place in an object where old stands.
func (f *file) replace(n int, old, new string) {
	if n >= len(f.objects) || bytes.Count(f.objects[n], []byte(old)) != 1 {
		if f.missing == nil {
			f.missing = fmt.Errorf("%w: object %d", errFile, n)
		}
		return
	}
	f.objects[n] = bytes.Replace(f.objects[n], []byte(old), []byte(new), 1)
}

// bytes writes the file. Its identifier comes from its content, so that equal
// documents are equal files.
func (f *file) bytes() ([]byte, error) {
	if f.missing != nil {
		return nil, f.missing
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(f.objects))
	for n := 1; n < len(f.objects); n++ {
		offsets[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", n)
		b.Write(f.objects[n])
		b.WriteString("\nendobj\n")
	}
	sum := sha256.Sum256(b.Bytes())
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects))
	for _, at := range offsets[1:] {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.objects), f.root, f.info, sum[:16], sum[:16], start)
	return b.Bytes(), nil
}
