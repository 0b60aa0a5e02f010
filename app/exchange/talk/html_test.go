package talk_test

import (
	"testing"

	"kortisto/app/exchange/talk"
)

func TestHTMLAsText(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"breaks and paragraphs", "<p>Hei,<br>saako?</p><p>Terv. Otso</p>", "Hei,\nsaako?\n\nTerv. Otso"},
		{"a block begins a line", "Hei!<div>Paljonko?</div>", "Hei!\nPaljonko?"},
		{"an empty line of a mail program", "<div>a</div><div><br></div><div>b</div>", "a\n\nb"},
		{"blanks fold", "  a \n\t b<b> c</b>d ", "a b cd"},
		{"entities", "5&nbsp;% &amp; &lt;b&gt; &#228; &euro;", "5\u00a0% & <b> ä €"},
		{"a link keeps its address", `<a href="https://rayst.example/x">tästä</a> ja <a href="https://rayst.example/">rayst.example</a>`, "tästä <https://rayst.example/x> ja rayst.example"},
		{"a link that runs code", `<a href="javascript:alert(1)">x</a>`, "x"},
		{"what is not to be seen", "<style>p{}</style><script>alert('<p>')</script><!-- a --><title>t</title>b<svg><text>c</text></svg>", "b"},
		{"an unseen element that never ends", "a<svg><p>b</p>", "a\n\nb"},
		{"a script that never ends", "a<script>b", "a"},
		{"a list", "<ul><li>a</li><li>b</li></ul>c", "- a\n- b\n\nc"},
		{"a table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"},
		{"a picture", `<img src="https://x.example/t.gif" alt="Katto">`, "Katto"},
		{"as it was typed", "<pre>a\n  b</pre>", "a\n  b"},
		{"no HTML", "a < b & c", "a < b & c"},
		{"empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := talk.HTMLText(c.html); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
