package main

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
)

// palette are the colours of a page that is light or dark.
type palette struct{ text, faint, line, ours, theirs, edge string }

var (
	light = palette{text: "#1f2328", faint: "#59636e", line: "#57606a", ours: "#ddf4ff", theirs: "#fff1c2", edge: "#8c959f"}
	dark  = palette{text: "#f0f6fc", faint: "#9198a1", line: "#9198a1", ours: "#12304f", theirs: "#553b00", edge: "#6e7681"}
)

// svg draws a graph from top to bottom. What is the Platform's owner's, and only patched, has the colour of theirs.
func (g *graph) svg(p palette) string {
	l := g.layout()
	height := (len(l.rows)-1)*rowHeight + boxHeight + 4
	var text strings.Builder
	fmt.Fprintf(&text, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="-apple-system,Segoe UI,Helvetica,Arial,sans-serif" `+
		`text-anchor="middle">`+"\n<title>What Studios declares, in its order</title>\n", width, height)
	fmt.Fprintf(&text, `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">`+
		`<path d="M0 0L8 4L0 8z" fill="%s"/></marker></defs>`+"\n", p.edge)
	for _, way := range l.ways {
		fmt.Fprintf(&text, `<path d="%s" fill="none" stroke="%s" marker-end="url(#arrow)"/>`+"\n", l.curve(way), p.edge)
	}
	for _, id := range slices.Sorted(maps.Keys(g.resources)) {
		box, fill := l.at[id], p.ours
		if strings.HasSuffix(g.resources[id].kind, "Patch") {
			fill = p.theirs
		}
		fmt.Fprintf(&text, `<rect x="%d" y="%d" width="%d" height="%d" rx="6" fill="%s" stroke="%s"/>`+"\n",
			box.x-boxWidth/2, box.y, boxWidth, boxHeight, fill, p.line)
		fmt.Fprintf(&text, `<text x="%d" y="%d" font-size="13" fill="%s">%s</text>`+"\n", box.x, box.y+17, p.text, html.EscapeString(g.resources[id].name))
		fmt.Fprintf(&text, `<text x="%d" y="%d" font-size="10" fill="%s">%s</text>`+"\n", box.x, box.y+31, p.faint, html.EscapeString(g.resources[id].kind))
	}
	return text.String() + "</svg>\n"
}

// curve leads from below a box to above another, straight down where it passes a row.
func (l *layout) curve(way []string) string {
	const half = (rowHeight - boxHeight) / 2
	from := l.at[way[0]]
	text := fmt.Sprintf("M%d %d", from.x, from.y+boxHeight)
	for i, id := range way[1:] {
		to, top := l.at[id], from.y+boxHeight
		text += fmt.Sprintf("C%d %d %d %d %d %d", from.x, top+half, to.x, to.y-half, to.x, to.y)
		if i < len(way)-2 {
			text += fmt.Sprintf("L%d %d", to.x, to.y+boxHeight)
		}
		from = to
	}
	return text
}
