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

const (
	width, boxWidth, boxHeight, rowHeight = 880, 158, 38, 74
)

// svg draws a graph from top to bottom. What is the Platform's owner's, and only patched, has the colour of theirs.
func (g *graph) svg(p palette) string {
	layers := g.layers()
	height := len(layers)*rowHeight - rowHeight + boxHeight + 4
	var text strings.Builder
	fmt.Fprintf(&text, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="-apple-system,Segoe UI,Helvetica,Arial,sans-serif" `+
		`text-anchor="middle">`+"\n<title>What Studios declares, in its order</title>\n", width, height)
	fmt.Fprintf(&text, `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">`+
		`<path d="M0 0L8 4L0 8z" fill="%s"/></marker></defs>`+"\n", p.edge)
	at := g.points(layers)
	for _, name := range slices.Sorted(maps.Keys(at)) {
		to := at[name]
		for _, before := range g.before[name] {
			from := at[before]
			bend := (to.y - from.y - boxHeight) / 2
			fmt.Fprintf(&text, `<path d="M%d %dC%d %d %d %d %d %d" fill="none" stroke="%s" marker-end="url(#arrow)"/>`+"\n",
				from.x, from.y+boxHeight, from.x, from.y+boxHeight+bend, to.x, to.y-bend, to.x, to.y, p.edge)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(at)) {
		box, fill := at[name], p.ours
		if strings.HasSuffix(g.kinds[name], "Patch") {
			fill = p.theirs
		}
		fmt.Fprintf(&text, `<rect x="%d" y="%d" width="%d" height="%d" rx="6" fill="%s" stroke="%s"/>`+"\n",
			box.x-boxWidth/2, box.y, boxWidth, boxHeight, fill, p.line)
		fmt.Fprintf(&text, `<text x="%d" y="%d" font-size="13" fill="%s">%s</text>`+"\n", box.x, box.y+17, p.text, html.EscapeString(name))
		fmt.Fprintf(&text, `<text x="%d" y="%d" font-size="10" fill="%s">%s</text>`+"\n", box.x, box.y+31, p.faint, html.EscapeString(g.kinds[name]))
	}
	return text.String() + "</svg>\n"
}

type point struct{ x, y int }

// points are the middles of the upper edges.
func (g *graph) points(layers [][]string) map[string]point {
	all := map[string]point{}
	for row, layer := range layers {
		step := min((width-4)/len(layer), boxWidth+60)
		left := (width - step*len(layer)) / 2
		for i, name := range layer {
			all[name] = point{left + step*i + step/2, row*rowHeight + 2}
		}
	}
	return all
}
