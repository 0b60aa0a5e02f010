package main

import (
	"fmt"
	"math"
	"strings"
)

// The picture: for each row how many times plaintext SQLite it takes, on a logarithmic axis; what has a ceiling of its
// own, as a share of that; and what is to stay the same whatever the size. Colours follow light and dark.
const (
	chartWidth = 900.0
	labelWidth = 300.0
	rowHeight  = 26.0
	rightEdge  = chartWidth - 70
)

const chartStyle = `<style>
svg{--ink:#1d2733;--dim:#5b6875;--line:#d5dbe1;--ours:#1f6f5c;--other:#b4793a;--plain:#7a8794;--miss:#b3261e;background:#fff}
@media (prefers-color-scheme:dark){svg{--ink:#e8edf2;--dim:#a3afbb;--line:#3a4450;--ours:#58c2a6;--other:#e0a765;--plain:#8b98a5;--miss:#ff8a80;background:#161b21}}
text{font:13px system-ui,sans-serif;fill:var(--ink)}.h{font-size:17px;font-weight:600}.d{fill:var(--dim);font-size:12px}
.n{font-size:11px;fill:var(--dim)}.g{stroke:var(--line)}.one{stroke:var(--plain);stroke-width:1.5}
.s1{fill:var(--ours)}.s2{fill:var(--other)}.s0{fill:var(--plain)}.s3{fill:none;stroke:var(--dim);stroke-width:1.5}.l1{stroke:var(--ours)}.l2{stroke:var(--other)}.l0{stroke:var(--plain)}.l3{stroke:var(--dim);stroke-dasharray:4 3}
.l0,.l1,.l2,.l3{fill:none;stroke-width:2}.t{stroke:var(--ink);stroke-width:2.5}.m{stroke:var(--miss);stroke-width:2.5}
</style>`

// picture is a drawing that grows downwards.
type picture struct {
	strings.Builder
	y float64
}

func (p *picture) text(x, y float64, class, anchor, s string) {
	s = strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(s)
	fmt.Fprintf(p, `<text x="%.1f" y="%.1f" class="%s" text-anchor="%s">%s</text>`+"\n", x, y, class, anchor, s)
}

func (p *picture) line(x1, y1, x2, y2 float64, class string) {
	fmt.Fprintf(p, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="%s"/>`+"\n", x1, y1, x2, y2, class)
}

// chart draws the largest size for which the targets are meant, and below it all sizes.
func chart(all []result) string {
	r := all[0]
	for _, of := range all {
		if of.targeted() && (!r.targeted() || of.customers > r.customers) {
			r = of
		}
	}
	p := &picture{y: 34}
	p.text(20, p.y, "h", "start", fmt.Sprintf("The vault beside plaintext SQLite, %s customers", grouped(r.customers)))
	p.legend(r.names)
	p.ratios(r)
	p.ceilings(r)
	p.sizes(all)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" role="img" aria-label="Speed of the vault">`+"\n%s\n%s</svg>\n",
		chartWidth, p.y+20, chartStyle, p.String())
}

func (p *picture) legend(names []string) {
	p.y += 26
	x := 20.0
	for i, name := range names {
		fmt.Fprintf(p, `<rect x="%.1f" y="%.1f" width="11" height="11" rx="2" class="s%d"/>`+"\n", x, p.y-11, i)
		p.text(x+18, p.y, "", "start", name)
		x += 40 + 8*float64(len(name))
	}
	p.line(x+4, p.y-12, x+4, p.y+2, "t")
	p.text(x+14, p.y, "", "start", "target")
	p.line(x+74, p.y-12, x+74, p.y+2, "m")
	p.text(x+84, p.y, "", "start", "target that is not met")
}

// axis is logarithmic.
type axis struct{ least, most, from, to float64 }

func (a axis) at(v float64) float64 {
	v = min(max(v, a.least), a.most)
	return a.from + (a.to-a.from)*math.Log(v/a.least)/math.Log(a.most/a.least)
}

// spanning is an axis from a power of ten, or three of it, to another, around all values and one.
func spanning(values []float64, from, to float64) axis {
	least, most := 0.9, 1.1
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) && v > 0 {
			least, most = min(least, v), max(most, v)
		}
	}
	a := axis{from: from, to: to}
	for _, step := range steps {
		if step <= least {
			a.least = step
		}
		if step >= most && a.most == 0 {
			a.most = step
		}
	}
	return a
}

var steps = []float64{0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000}

func (p *picture) grid(a axis, top, bottom float64, unit string) {
	for _, step := range steps {
		if step < a.least || step > a.most {
			continue
		}
		class := "g"
		if step == 1 {
			class = "one"
		}
		p.line(a.at(step), top, a.at(step), bottom, class)
		p.text(a.at(step), top-5, "n", "middle", strings.TrimSuffix(number(step), ".0")+unit)
	}
}

// bar grows from one, to the left where it is better than that.
func (p *picture) bar(a axis, v, y, height float64, class string) {
	from, to := a.at(1), a.at(v)
	if to < from {
		from, to = to, from
	}
	fmt.Fprintf(p, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="1.5" class="%s"/>`+"\n", from, y, max(to-from, 1.5), height, class)
}

func (p *picture) heading(title, below string) {
	p.y += 44
	p.text(20, p.y, "h", "start", title)
	p.text(20, p.y+17, "d", "start", below)
	p.y += 46
}

func (p *picture) ratios(r result) {
	var rows []row
	var values []float64
	for _, row := range r.rows {
		if !math.IsNaN(row.ratio[ours]) {
			rows, values = append(rows, row), append(values, row.ratio...)
		}
	}
	p.heading("Times plaintext SQLite", "Left of the line is better than plaintext. Time, memory and bytes alike; logarithmic.")
	a := spanning(values, labelWidth, rightEdge)
	p.grid(a, p.y, p.y+rowHeight*float64(len(rows)), "×")
	for _, row := range rows {
		p.text(labelWidth-10, p.y+17, "", "end", row.what)
		height := 16 / float64(min(len(row.ratio), inC)-1)
		for i, v := range row.ratio[1:] {
			if compared(i + 1) {
				p.bar(a, v, p.y+5+height*float64(i), height-1, fmt.Sprint("s", i+1))
			} else {
				fmt.Fprintf(p, `<circle cx="%.1f" cy="%.1f" r="3.5" class="s3"/>`+"\n", a.at(v), p.y+13)
			}
		}
		if t, ok := targets[row.id]; ok && t.ratio && r.targeted() {
			p.mark(a, t.most, t.reached(row) <= t.most)
		}
		p.text(chartWidth-15, p.y+17, "n", "end", number(row.ratio[ours])+"×")
		p.y += rowHeight
	}
}

func (p *picture) mark(a axis, at float64, met bool) {
	class := "t"
	if !met {
		class = "m"
	}
	p.line(a.at(at), p.y+2, a.at(at), p.y+rowHeight-3, class)
}

// ceilings shows the vault's figures that have a limit of their own.
func (p *picture) ceilings(r result) {
	var rows []row
	var shares []float64
	for _, row := range r.rows {
		if t, ok := targets[row.id]; ok && !t.ratio && r.targeted() {
			rows, shares = append(rows, row), append(shares, row.value[ours]/t.most)
		}
	}
	if len(rows) == 0 {
		return
	}
	p.heading("The vault's own ceilings", "Left of the line is within the ceiling; logarithmic.")
	a := spanning(shares, labelWidth, rightEdge)
	p.grid(a, p.y, p.y+rowHeight*float64(len(rows)), "")
	for i, row := range rows {
		p.text(labelWidth-10, p.y+17, "", "end", row.what)
		p.bar(a, shares[i], p.y+6, 14, "s1")
		p.mark(a, 1, shares[i] <= 1)
		p.text(chartWidth-15, p.y+17, "n", "end", number(row.value[ours])+" "+row.unit)
		p.y += rowHeight
	}
}

// sizes draws what is to be flat, one small chart beside the other.
func (p *picture) sizes(all []result) {
	if len(all) < 2 {
		return
	}
	p.heading("From "+sizeName(all[0].customers)+" to "+sizeName(all[len(all)-1].customers)+" customers", "Milliseconds, logarithmic. What is flat does not grow with the register.")
	p.y += 16
	const height, gap = 150.0, 80.0
	width := (chartWidth - 130 - gap) / 2
	for n, id := range overSizes {
		left := 60 + float64(n)*(width+gap)
		p.overSizes(all, id, left, width, height)
	}
	p.y += height + 50
}

func (p *picture) overSizes(all []result, id string, left, width, height float64) {
	var values []float64
	title := ""
	for _, r := range all {
		row, _ := r.row(id)
		values, title = append(values, row.value...), row.what
	}
	a := spanning(values, p.y+height, p.y)
	p.text(left, p.y-10, "", "start", title)
	for _, step := range steps {
		if step >= a.least && step <= a.most {
			p.line(left, a.at(step), left+width, a.at(step), "g")
			p.text(left-6, a.at(step)+4, "n", "end", strings.TrimSuffix(number(step), ".0"))
		}
	}
	for i := range all[0].names {
		points := ""
		for n, r := range all {
			row, _ := r.row(id)
			x := left + 20 + (width-40)*float64(n)/float64(len(all)-1)
			points += fmt.Sprintf("%.1f,%.1f ", x, a.at(row.value[i]))
			fmt.Fprintf(p, `<circle cx="%.1f" cy="%.1f" r="3.5" class="s%d"/>`+"\n", x, a.at(row.value[i]), i)
			if i == 0 {
				p.text(x, p.y+height+16, "n", "middle", sizeName(r.customers))
			}
		}
		fmt.Fprintf(p, `<polyline points="%s" class="l%d"/>`+"\n", strings.TrimSpace(points), i)
	}
}
