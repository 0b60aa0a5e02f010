package crypto_test

import (
	"fmt"
	"strings"
)

// expr is an expression over the columns of a table that is called as.
func (g *statements) expr(as string, t *madeTable, depth int) string {
	if depth <= 0 {
		if g.chance(65) {
			return as + "." + g.col(t)
		}
		return g.literal()
	}
	x := func() string { return g.expr(as, t, depth-1) }
	switch g.r.IntN(16) {
	case 0, 1, 2:
		return fmt.Sprintf("(%s %s %s)", x(), g.one("+", "-", "*", "/", "%", "||", "&", "|", "<<"), x())
	case 3, 4:
		return fmt.Sprintf("(%s %s %s)", x(), g.one("=", "<", ">", "<=", "<>", "IS", "IS NOT", "AND", "OR"), x())
	case 5:
		return fmt.Sprintf("%s(%s)", g.one("abs", "length", "upper", "lower", "typeof", "hex", "quote", "trim", "unicode", "sign", "octet_length"), x())
	case 6:
		return fmt.Sprintf("substr(%s, %d, %d)", x(), g.r.IntN(9)-3, g.r.IntN(12)-2)
	case 7:
		return fmt.Sprintf("%s(%s, %s)", g.one("coalesce", "nullif", "ifnull", "min", "max", "instr"), x(), x())
	case 8:
		return fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END", x(), x(), x())
	case 9:
		return fmt.Sprintf("CAST(%s AS %s)", x(), g.one("INTEGER", "TEXT", "REAL", "BLOB", "NUMERIC"))
	case 10:
		return fmt.Sprintf("%s(%s, %s)", g.one("date", "datetime", "julianday"), g.one("'2026-11-22'", "'2024-02-29'", "'1999-12-31'"), g.one("'+1 month'", "'-3 years'", "'weekday 1'", "'start of month'"))
	case 11:
		return fmt.Sprintf("strftime('%%Y %%j %%W', '2026-11-22', '%d days')", g.r.IntN(4000)-2000)
	case 12:
		return g.one("json_extract('{\"a\":[1,2,3]}', '$.a[1]')", "json_object('k', "+x()+")", "json_array_length('[1,2]')", "json_valid("+x()+")", "json_type('[1]', '$[0]')")
	case 13:
		return fmt.Sprintf("printf('%s', %s)", g.one("%d", "%05.2f", "%s-%s", "%q", "%x", "%10s|"), x())
	case 14:
		return fmt.Sprintf("(%s %s '%s')", x(), g.one("LIKE", "NOT LIKE", "GLOB"), g.one("%a%", "A_n%", "*k*", "mä%", "%ö%", "1%"))
	default:
		u := g.table()
		return fmt.Sprintf("(SELECT %s FROM %s AS y%d WHERE %s LIMIT 1)", g.one("count(*)", "max("+g.col(u)+")", "total("+g.col(u)+")"), u.name, depth,
			g.cond(fmt.Sprintf("y%d", depth), u))
	}
}

// cond is a condition, mostly one that an index may answer.
func (g *statements) cond(as string, t *madeTable) string {
	c := as + "." + g.col(t)
	switch g.r.IntN(9) {
	case 0, 1:
		return fmt.Sprintf("%s %s %s", c, g.one("=", "<", ">", ">="), g.literal())
	case 2:
		return fmt.Sprintf("%s BETWEEN %d AND %d", c, g.r.IntN(30), 10+g.r.IntN(40))
	case 3:
		return fmt.Sprintf("%s IN (%s, %s, %s)", c, g.literal(), g.literal(), g.literal())
	case 4:
		return fmt.Sprintf("%s IS %sNULL", c, g.one("", "NOT "))
	case 5:
		u := g.plain()
		return fmt.Sprintf("%s %sIN (SELECT %s FROM %s)", c, g.one("", "NOT "), g.col(u), u.name)
	case 6:
		return fmt.Sprintf("(%s %s %s)", g.cond(as, t), g.one("AND", "OR"), g.cond(as, t))
	case 7:
		return fmt.Sprintf("%s LIKE '%s'", c, g.one("a%", "%i%", "nimi 1%", "K%"))
	default:
		return g.expr(as, t, 2)
	}
}

// query is a statement that only reads.
func (g *statements) query() string {
	t := g.plain()
	switch g.r.IntN(10) {
	case 0:
		return fmt.Sprintf("WITH RECURSIVE s(n, m) AS (SELECT 1, 1 UNION ALL SELECT n + 1, n * m %% 977 FROM s WHERE n < %d) SELECT n, m, a.* FROM s LEFT JOIN %s a ON a.%s = s.m ORDER BY n, m, 3 LIMIT 60",
			1+g.r.IntN(90), t.name, g.col(t))
	case 1:
		return fmt.Sprintf("SELECT %s, %s OVER (%s ORDER BY %s%s) FROM %s a ORDER BY 1, 2 LIMIT 80", g.expr("a", t, 1),
			g.one("row_number()", "rank()", "lag(a."+g.col(t)+", 2)", "sum(length(a."+g.col(t)+"))", "first_value(a."+g.col(t)+")", "ntile(4)", "group_concat(a."+g.col(t)+", '/')"),
			g.one("", "PARTITION BY a."+g.col(t)), "a."+g.col(t), g.one("", " ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING", " DESC", " GROUPS 1 PRECEDING"), t.name)
	case 2:
		for _, f := range g.tables {
			if f.text {
				match := g.one("aino", "mä*", "kahvi OR lasku", "a : huolto", "\"öljy ÅLAND\"", "NEAR(aino kahvi, 4)", "ystävä NOT x", "ain")
				return g.one(fmt.Sprintf("SELECT rowid, snippet(%s, 0, '<', '>', '…', 5) FROM %s WHERE %s MATCH '%s' ORDER BY rank, rowid LIMIT 40", f.name, f.name, f.name, match),
					fmt.Sprintf("SELECT count(*), min(rowid), max(rowid), sum(bm25(%s)) FROM %s('%s')", f.name, f.name, match),
					fmt.Sprintf("SELECT highlight(%s, 1, '[', ']') FROM %s WHERE b MATCH '%s' LIMIT 9", f.name, f.name, match))
			}
		}
	case 3:
		return g.selected(2) + g.one(" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT ") + g.selected(2) + g.one("", " LIMIT 30 OFFSET 3")
	case 4:
		return fmt.Sprintf("SELECT a.c0, j.key, j.value, j.type FROM %s a, json_each('[1, \"ä\", null, {\"b\":2}]') j WHERE %s LIMIT 50", t.name, g.cond("a", t))
	case 5:
		if len(g.views) > 0 {
			return "SELECT * FROM " + g.one(g.views...) + " LIMIT 40"
		}
	}
	return g.joined(t)
}

// selected is a query of one table with n columns.
func (g *statements) selected(n int) string {
	t := g.plain()
	var cols []string
	for range n {
		cols = append(cols, g.expr("q", t, 1))
	}
	return fmt.Sprintf("SELECT %s%s FROM %s q WHERE %s", g.one("", "DISTINCT "), strings.Join(cols, ", "), t.name, g.cond("q", t))
}

// joined is a query of one to three tables. All but the first are short.
func (g *statements) joined(t *madeTable) string {
	from, last, lastAs := t.name+" a", t, "a"
	for _, as := range []string{"b", "c"}[:g.r.IntN(3)] {
		u := g.table()
		from += fmt.Sprintf(" %s (SELECT * FROM %s LIMIT %d) %s ON %s.%s = %s.%s", g.one("JOIN", "LEFT JOIN", "JOIN", "FULL JOIN", "RIGHT JOIN"),
			u.name, 5+g.r.IntN(25), as, lastAs, g.col(last), as, g.col(u))
		last, lastAs = u, as
	}
	x, y := g.expr("a", t, 2), g.expr(lastAs, last, 1)
	where := g.one("", " WHERE "+g.cond("a", t), " WHERE "+g.cond(lastAs, last), fmt.Sprintf(" WHERE EXISTS (SELECT 1 FROM %s e WHERE %s)", last.name, g.cond("e", last)))
	if g.chance(35) {
		return fmt.Sprintf("SELECT %s, %s FROM %s%s GROUP BY 1%s ORDER BY 1, 2 LIMIT 60", x,
			g.one("count(*)", "sum(length("+y+"))", "max("+y+")", "group_concat("+y+")", "avg("+y+")", "count(DISTINCT "+y+")", "json_group_array("+g.one("1", lastAs+"."+g.col(last))+")"),
			from, where, g.one("", " HAVING count(*) > 1"))
	}
	return fmt.Sprintf("SELECT %s%s, %s, a.* FROM %s%s%s LIMIT %d", g.one("", "DISTINCT "), x, y, from, where,
		g.one("", " ORDER BY 2, 1 DESC", " ORDER BY a."+g.col(t)+" NULLS LAST", " ORDER BY 1 COLLATE NOCASE"), 1+g.r.IntN(60))
}
