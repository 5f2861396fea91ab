package main

import (
	"fmt"
	"html"
	"os"
	"strings"
)

// palette are the colours of a page that is light or dark, with one for each contender.
type palette struct {
	text, faint string
	bars        map[string]string
}

// palettes are by the end of the picture's name.
var palettes = map[string]palette{
	"light": {"#1f2328", "#59636e", map[string]string{
		componentGo: "#0969da", componentYAML: "#80b3f0", flatGo: "#57606a", flatYAML: "#afb8c1", helm: "#bf8700", kubectl: "#e0b252",
	}},
	"dark": {"#f0f6fc", "#9198a1", map[string]string{
		componentGo: "#4493f8", componentYAML: "#2a5c9f", flatGo: "#9198a1", flatYAML: "#59636e", helm: "#d29922", kubectl: "#845306",
	}},
}

// plotted are the steps that most contenders have.
var plotted = []step{firstUp, unchangedUp, preview, refreshedPreview, changedUp, destroy}

// plot draws the table of seconds beside a page, for a light page and a dark one.
func (b *bench) plot(page string) error {
	for name, p := range palettes {
		file := strings.TrimSuffix(page, ".md") + "-" + name + ".svg"
		if err := os.WriteFile(file, []byte(b.bars(p)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

const (
	plotWidth, barsAt, valueWidth = 880, 290, 40
	barHeight, groupGap           = 15, 16
)

// bars are groups of one bar a contender, below each other.
func (b *bench) bars(p palette) string {
	longest := 0.0
	for _, at := range plotted {
		for _, name := range b.names() {
			if all := b.seconds[name][at]; len(all) > 0 {
				longest = max(longest, median(all))
			}
		}
	}
	var body strings.Builder
	y := 0
	for _, at := range plotted {
		fmt.Fprintf(&body, `<text x="0" y="%d" font-weight="600" fill="%s">%s</text>`+"\n", y+12, p.text, html.EscapeString(strings.ReplaceAll(at.String(), "`", "")))
		for _, name := range b.names() {
			all := b.seconds[name][at]
			if len(all) == 0 {
				continue
			}
			long := median(all) / longest * (plotWidth - barsAt - valueWidth)
			fmt.Fprintf(&body, `<text x="%d" y="%d" text-anchor="end" fill="%s">%s</text>`, barsAt-8, y+12, p.faint, html.EscapeString(name))
			fmt.Fprintf(&body, `<rect x="%d" y="%d" width="%.1f" height="%d" rx="2" fill="%s"/>`, barsAt, y+1, long, barHeight-2, p.bars[name])
			fmt.Fprintf(&body, `<text x="%.1f" y="%d" fill="%s">%.2f</text>`+"\n", barsAt+long+5, y+12, p.text, median(all))
			y += barHeight
		}
		y += groupGap
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-size="12" `+
		`font-family="-apple-system,Segoe UI,Helvetica,Arial,sans-serif">`+"\n<title>Seconds of each step, by contender</title>\n%s</svg>\n",
		plotWidth, y-groupGap, &body)
}
