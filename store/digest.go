package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"

	"kortisto/app"
)

// Digest is SHA-256 over every row of every table of the data map, tables by
// name, rows by key, each value with its type and length: two registers with
// the same digest hold the same. The search indexes and the counts of days are
// worked out from the rows and are not in it, nor is the table of migrations, which has the clock's
// times in it.
func Digest(tx *Tx) (string, error) {
	h := sha256.New()
	tables := app.Tables()
	slices.Sort(tables)
	for _, table := range tables {
		if strings.HasSuffix(table, "_search") || strings.HasPrefix(table, "goose_") || table == "contact_days" {
			continue
		}
		if err := digestTable(tx, h, table); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func digestTable(tx *Tx, h hash.Hash, table string) error {
	var columns []string
	for _, c := range app.Columns(table) {
		columns = append(columns, c.Name)
	}
	slices.Sort(columns)
	put(h, 't', []byte(table))
	for _, c := range columns {
		put(h, 'c', []byte(c))
	}
	first := map[string]string{"anonymous": "id", "audit": "seq", "audit_sealed": "seq", "erasing": "customer_key", "merging": "customer_key", "erasing_entries": "entry_key", "suppressions": "hash"}[table]
	if first == "" {
		first = "key"
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	return each(tx, func(s scanner) error {
		if err := s.Scan(into...); err != nil {
			return err
		}
		put(h, 'r', nil)
		for _, v := range values {
			switch v := v.(type) {
			case string:
				put(h, 's', []byte(v))
			case []byte:
				put(h, 'b', v)
			default:
				put(h, 'v', fmt.Append(nil, v))
			}
		}
		return nil
	}, `SELECT `+strings.Join(columns, `, `)+` FROM `+table+` ORDER BY `+first)
}

func put(h hash.Hash, kind byte, b []byte) {
	var head [9]byte
	head[0] = kind
	binary.BigEndian.PutUint64(head[1:], uint64(len(b)))
	h.Write(head[:])
	h.Write(b)
}
