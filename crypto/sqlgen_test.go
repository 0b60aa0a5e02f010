package crypto_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// statements writes SQL by seed, for a database whose tables it remembers. It is not careful: some of what it writes
// is refused, and then two databases have to refuse it in the same words. It writes nothing whose result is chance
// or the time of day.
type statements struct {
	r      *rand.Rand
	tables []*madeTable
	views  []string
	names  int
}

// madeTable is a table as it was made. Columns may hold anything, whatever their type.
type madeTable struct {
	name string
	cols []string
	text bool // a full-text table
	key  bool // the first column is one that others can refer to
}

// statement is one to run, with its parameters.
type statement struct {
	sql  string
	args []any
}

func newStatements(r *rand.Rand) *statements { return &statements{r: r} }

func (g *statements) one(of ...string) string { return of[g.r.IntN(len(of))] }

func (g *statements) chance(percent int) bool { return g.r.IntN(100) < percent }

func (g *statements) name(kind string) string {
	g.names++
	return fmt.Sprintf("%s%d", kind, g.names)
}

func (g *statements) table() *madeTable { return g.tables[g.r.IntN(len(g.tables))] }

// plain is a table that is no full-text one, if there is any.
func (g *statements) plain() *madeTable {
	for {
		if t := g.table(); !t.text {
			return t
		}
	}
}

func (g *statements) hasPlain() bool {
	return slices.ContainsFunc(g.tables, func(t *madeTable) bool { return !t.text })
}

func (g *statements) col(t *madeTable) string { return t.cols[g.r.IntN(len(t.cols))] }

// next is any statement.
func (g *statements) next() statement {
	if len(g.tables) < 3 || !g.hasPlain() {
		return statement{sql: g.create()}
	}
	switch n := g.r.IntN(100); {
	case n < 2 && len(g.tables) < 9:
		return statement{sql: g.create()}
	case n < 6:
		return statement{sql: g.schema()}
	case n < 30:
		return g.insert()
	case n < 40:
		return statement{sql: g.update()}
	case n < 47:
		return statement{sql: g.remove()}
	case n < 60:
		return statement{sql: g.transaction()}
	case n < 63:
		return statement{sql: g.upkeep()}
	default:
		return statement{sql: g.query()}
	}
}

func (g *statements) create() string {
	if g.chance(20) && g.hasPlain() {
		t := &madeTable{name: g.name("f"), cols: []string{"a", "b"}, text: true}
		g.tables = append(g.tables, t)
		return fmt.Sprintf("CREATE VIRTUAL TABLE %s USING fts5(a, b, %s)", t.name,
			g.one("tokenize='unicode61 remove_diacritics 0'", "tokenize=trigram", "prefix='2 3'", "detail=column"))
	}
	t := &madeTable{name: g.name("t")}
	strict := g.chance(15)
	var parts []string
	for i := range 2 + g.r.IntN(5) {
		name := fmt.Sprintf("c%d", i)
		parts = append(parts, name+" "+g.column(i, strict))
		t.cols = append(t.cols, name)
	}
	ending := ""
	switch g.r.IntN(6) {
	case 0, 1:
		t.key = true
		parts[0] = "c0 INTEGER PRIMARY KEY" + g.one("", "", " AUTOINCREMENT", " DESC")
	case 2:
		parts[0] = "c0 " + g.one("TEXT", "INTEGER", "BLOB") + " PRIMARY KEY NOT NULL"
		ending = " WITHOUT ROWID"
	case 3:
		parts = append(parts, "PRIMARY KEY(c1, c0)")
		ending = g.one("", " WITHOUT ROWID")
	}
	if g.chance(20) {
		parts = append(parts, fmt.Sprintf("UNIQUE(c0, c1) ON CONFLICT %s", g.conflict()))
	}
	if g.chance(30) {
		parts = append(parts, fmt.Sprintf("g AS (%s) %s", g.one("length(c0) + 1", "c0 || '-' || c1", "coalesce(c1, c0)", "c0 * 2"),
			g.one("STORED", "VIRTUAL")))
		if strict {
			parts[len(parts)-1] = "g ANY AS (c1) STORED"
		}
		t.cols = append(t.cols, "g")
	}
	if strict {
		ending = strings.TrimSuffix(ending+", STRICT", ",")
		ending = " " + strings.TrimPrefix(ending, ", ")
	}
	g.tables = append(g.tables, t)
	return fmt.Sprintf("CREATE TABLE %s(%s)%s", t.name, tablesConstraintsLast(parts), ending)
}

// tablesConstraintsLast joins the parts of a table, columns first, as SQL wants it.
func tablesConstraintsLast(parts []string) string {
	var cols, rest []string
	for _, p := range parts {
		if strings.HasPrefix(p, "UNIQUE") || strings.HasPrefix(p, "PRIMARY") || strings.HasPrefix(p, "FOREIGN") {
			rest = append(rest, p)
		} else {
			cols = append(cols, p)
		}
	}
	return strings.Join(append(cols, rest...), ", ")
}

func (g *statements) conflict() string {
	return g.one("ABORT", "REPLACE", "IGNORE", "FAIL", "ROLLBACK")
}

// table0 is a table that can be referred to, if the one that chance finds can.
func (g *statements) table0() string {
	if !g.hasPlain() {
		return ""
	}
	if t := g.plain(); t.key || g.chance(3) {
		return t.name
	}
	return ""
}

func (g *statements) column(i int, strict bool) string {
	kind := g.one("INTEGER", "TEXT", "REAL", "BLOB", "NUMERIC", "", "VARCHAR(20)")
	if strict {
		kind = g.one("INTEGER", "TEXT", "ANY", "ANY")
	}
	if i == 0 {
		return kind
	}
	switch g.r.IntN(14) {
	case 0:
		kind += " NOT NULL ON CONFLICT " + g.conflict()
	case 1:
		kind += " DEFAULT " + g.literal()
	case 2:
		kind += " UNIQUE"
	case 3:
		kind += fmt.Sprintf(" CHECK(c%d IS NULL OR length(c%d) < 3000)", i, i)
	case 4:
		kind += " COLLATE " + g.one("NOCASE", "RTRIM")
	case 5:
		if to := g.table0(); to != "" {
			kind += fmt.Sprintf(" REFERENCES %s%s%s", to, g.one("(c0)", ""),
				g.one("", " ON DELETE CASCADE", " ON DELETE SET NULL ON UPDATE CASCADE", " DEFERRABLE INITIALLY DEFERRED"))
		}
	}
	return kind
}

// schema changes what is there.
func (g *statements) schema() string {
	t := g.plain()
	switch g.r.IntN(9) {
	case 0, 1:
		return fmt.Sprintf("CREATE %s INDEX %s ON %s(%s%s%s)%s", g.one("", "", "UNIQUE"), g.name("i"), t.name,
			g.one(g.col(t), g.col(t), "length("+g.col(t)+")"), g.one("", " DESC", " COLLATE NOCASE"), g.one("", ", "+g.col(t)),
			g.one("", " WHERE "+g.col(t)+" IS NOT NULL", " WHERE "+g.col(t)+" > 5"))
	case 2:
		g.views = append(g.views, g.name("v"))
		return fmt.Sprintf("CREATE VIEW %s AS %s", g.views[len(g.views)-1], g.selected(1))
	case 3:
		u := g.plain()
		return fmt.Sprintf("CREATE TRIGGER %s %s %s ON %s %s BEGIN %s; END", g.name("r"), g.one("BEFORE", "AFTER"),
			g.one("INSERT", "DELETE", "UPDATE", "UPDATE OF "+g.col(t)), t.name, g.one("", "WHEN (SELECT count(*) FROM "+u.name+") < 300"),
			g.one(fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", u.name, g.col(u), g.literal(), g.col(u), g.literal()),
				fmt.Sprintf("DELETE FROM %s WHERE %s = %s", u.name, g.col(u), g.literal()),
				fmt.Sprintf("INSERT OR IGNORE INTO %s(c0, c1) VALUES(%s, %s)", u.name, g.literal(), g.literal()),
				"SELECT raise(IGNORE) WHERE 1 = 2"))
	case 4:
		return fmt.Sprintf("ALTER TABLE %s ADD COLUMN x%d %s", t.name, g.r.IntN(4), g.one("TEXT", "DEFAULT 7", "INTEGER NOT NULL DEFAULT 0"))
	case 5:
		return fmt.Sprintf("ALTER TABLE %s %s", t.name, g.one("DROP COLUMN x1", "RENAME COLUMN x2 TO x3", "DROP COLUMN c4"))
	case 6:
		return "DROP TRIGGER IF EXISTS " + g.one("none", "temp.none", fmt.Sprintf("r%d", g.names))
	case 7:
		kind := g.one("INDEX i", "VIEW v", "TRIGGER r", "TRIGGER r")
		return fmt.Sprintf("DROP %s%d", kind, 1+g.r.IntN(g.names))
	default:
		if len(g.tables) < 6 {
			return "REINDEX " + t.name
		}
		for i, one := range g.tables {
			if one == t && i > 0 {
				g.tables = append(g.tables[:i:i], g.tables[i+1:]...)
				return "DROP TABLE " + t.name
			}
		}
		return "REINDEX"
	}
}

// literal is a value; small ones often, so that they meet.
func (g *statements) literal() string {
	switch g.r.IntN(12) {
	case 0, 1, 2, 3:
		return fmt.Sprint(g.r.IntN(40))
	case 4:
		return fmt.Sprint(g.r.Int64()>>g.r.IntN(60) - 1<<20)
	case 5:
		return "NULL"
	case 6:
		return fmt.Sprintf("%.*f", g.r.IntN(5), g.r.Float64()*1000-300)
	case 7:
		return fmt.Sprintf("x'%x'", g.bytes(g.r.IntN(9)))
	case 8:
		return g.one("'2026-11-22'", "'2024-02-29 23:59:59'", "'1999-12-31'", "'{\"a\":[1,2,{\"b\":\"ä\"}]}'", "'[3,1,2]'", "''", "'0'", "'1e3'")
	default:
		return "'" + g.words(1+g.r.IntN(3)) + "'"
	}
}

var sqlWords = []string{"aino", "Aino", "AINO", "Mäkelä", "mäki", "kahvi", "lasku", "huolto", "öljy", "ÅLAND", "toimitus", "ystävä", "100%", "a_b", "x"}

func (g *statements) words(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = g.one(sqlWords...)
	}
	return strings.Join(words, " ")
}

func (g *statements) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(g.r.Uint32())
	}
	return b
}

// large is a value that goes over its page, now and then over hundreds.
func (g *statements) large() any {
	n := 1 << g.r.IntN(14)
	if g.chance(3) {
		n = 1 << (15 + g.r.IntN(4))
	}
	if g.chance(50) {
		return g.bytes(g.r.IntN(n + 1))
	}
	return g.words(n / 6)
}

func (g *statements) insert() statement {
	t := g.table()
	var cols []string
	for _, c := range t.cols {
		if c != "g" && (len(cols) < 2 || g.chance(80)) {
			cols = append(cols, c)
		}
	}
	head := fmt.Sprintf("INSERT %sINTO %s(%s) ", g.one("", "", "", "OR "+g.conflict()+" "), t.name, strings.Join(cols, ", "))
	if g.chance(20) {
		vals := make([]string, len(cols))
		for i := range vals {
			vals[i] = g.one("n % 50", "n", "'nimi ' || n", "n * 1.5", "printf('%.*c', n * 7, 'ö')", "NULL", "zeroblob(n * 11)", "json_array(n, n+1)")
		}
		return statement{sql: fmt.Sprintf("WITH RECURSIVE s(n) AS (SELECT %d UNION ALL SELECT n + 1 FROM s LIMIT %d) %sSELECT %s FROM s WHERE 1%s",
			g.r.IntN(200), 1+g.r.IntN(120), head, strings.Join(vals, ", "), g.upsert(t))}
	}
	var rows []string
	var args []any
	for range 1 + g.r.IntN(3) {
		vals := make([]string, len(cols))
		for i := range vals {
			vals[i] = g.literal()
			if cols[i] == "c0" && g.chance(80) {
				vals[i] = g.one("NULL", fmt.Sprint(g.r.IntN(300)))
			} else if g.chance(15) {
				vals[i] = "?"
				args = append(args, g.large())
			}
		}
		rows = append(rows, "("+strings.Join(vals, ", ")+")")
	}
	return statement{sql: head + "VALUES" + strings.Join(rows, ", ") + g.upsert(t), args: args}
}

func (g *statements) upsert(t *madeTable) string {
	s := ""
	if !t.text {
		s = g.one("", "", "", "", " ON CONFLICT DO NOTHING", " ON CONFLICT DO NOTHING", " ON CONFLICT(c0) DO UPDATE SET c1 = excluded.c1 || 'u'",
			" ON CONFLICT(c1, c0) DO UPDATE SET c1 = c1 WHERE c0 > 5 ON CONFLICT DO NOTHING")
	}
	return s + g.returning(t)
}

func (g *statements) returning(t *madeTable) string {
	if g.chance(80) || t.text {
		return ""
	}
	return " RETURNING *, " + g.expr(t.name, t, 1)
}

func (g *statements) update() string {
	t := g.table()
	col := g.col(t)
	if col == "g" && g.chance(90) {
		col = "c1"
	}
	set := fmt.Sprintf("%s = %s", col, g.expr(t.name, t, 2))
	if g.chance(30) && !t.text {
		set += fmt.Sprintf(", c1 = %s", g.literal())
	}
	from := ""
	if g.chance(15) {
		from = fmt.Sprintf(" FROM (SELECT %s AS z FROM %s LIMIT 5)", g.literal(), g.table().name)
	}
	return fmt.Sprintf("UPDATE %s%s SET %s%s WHERE %s%s", g.one("", "", "OR "+g.conflict()+" "), t.name, set, from, g.cond(t.name, t), g.returning(t))
}

func (g *statements) remove() string {
	t := g.table()
	if g.chance(4) {
		return "DELETE FROM " + t.name
	}
	return fmt.Sprintf("DELETE FROM %s WHERE %s%s", t.name, g.cond(t.name, t), g.returning(t))
}

func (g *statements) transaction() string {
	return g.one("BEGIN", "BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "COMMIT", "COMMIT", "COMMIT", "ROLLBACK",
		"SAVEPOINT a", "SAVEPOINT b", "RELEASE a", "RELEASE b", "ROLLBACK TO a", "ROLLBACK TO b")
}

// upkeep is what a database does for itself.
func (g *statements) upkeep() string {
	t := g.table()
	if t.text {
		return fmt.Sprintf("INSERT INTO %s(%s) VALUES('%s')", t.name, t.name, g.one("optimize", "rebuild", "integrity-check"))
	}
	return g.one("PRAGMA incremental_vacuum", "PRAGMA incremental_vacuum(3)", "PRAGMA foreign_key_check", "ANALYZE", "REINDEX",
		"PRAGMA quick_check", "PRAGMA table_xinfo("+t.name+")", "PRAGMA index_list("+t.name+")", "PRAGMA optimize", "PRAGMA page_count",
		"PRAGMA freelist_count", "CREATE TEMP TABLE IF NOT EXISTS tmp AS SELECT * FROM "+t.name, "DROP TABLE IF EXISTS temp.tmp",
		"PRAGMA defer_foreign_keys = 1", "PRAGMA foreign_keys", "VACUUM", "SELECT changes(), last_insert_rowid(), total_changes()")
}
