package canary

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
)

const (
	deepest = 3        // a packed file in a packed file in a packed file
	largest = 64 << 20 // bytes that are taken out of one stream
)

// unpack gives what streams that begin anywhere in the bytes hold: gzip, the files of a zip, and zlib, which is in
// documents and pictures. A stream that breaks off is read as far as it goes.
func unpack(b []byte, depth int, give func([]byte)) {
	if depth == 0 {
		return
	}
	stream := flate.NewReader(nil)
	for i := 0; i+4 <= len(b); i++ {
		begin := 0
		switch {
		case b[i] == 0x78 && b[i+1]&0x20 == 0 && (int(b[i])<<8|int(b[i+1]))%31 == 0: // zlib, no dictionary
			begin = i + 2
		case b[i] == 0x1f && b[i+1] == 0x8b && b[i+2] == 8:
			begin = i + gzipHeader(b[i:])
		case b[i] == 'P' && b[i+1] == 'K' && b[i+2] == 3 && b[i+3] == 4:
			begin = i + zipHeader(b[i:])
		}
		if begin <= i || begin >= len(b) {
			continue
		}
		packed := bytes.NewReader(b[begin:])
		if err := stream.(flate.Resetter).Reset(packed, nil); err != nil {
			continue
		}
		inner, _ := io.ReadAll(io.LimitReader(stream, largest))
		if len(inner) >= shortest {
			give(inner)
			unpack(inner, depth-1, give)
		}
	}
}

// gzipHeader is how long it is (RFC 1952), 0 where it is none.
func gzipHeader(b []byte) int {
	if len(b) < 10 {
		return 0
	}
	flags, n := b[3], 10
	if flags&4 != 0 { // extra field
		if len(b) < n+2 {
			return 0
		}
		n += 2 + int(binary.LittleEndian.Uint16(b[n:]))
	}
	for _, named := range []byte{8, 16} { // a name, a comment
		if flags&named == 0 {
			continue
		}
		if n >= len(b) {
			return 0
		}
		end := bytes.IndexByte(b[n:], 0)
		if end < 0 {
			return 0
		}
		n += end + 1
	}
	if flags&2 != 0 {
		n += 2
	}
	return n
}

// zipHeader is how long a file's is, 0 where the file is not deflated: then it lies in clear, and was looked at.
func zipHeader(b []byte) int {
	if len(b) < 30 || binary.LittleEndian.Uint16(b[8:]) != 8 {
		return 0
	}
	return 30 + int(binary.LittleEndian.Uint16(b[26:])) + int(binary.LittleEndian.Uint16(b[28:]))
}
