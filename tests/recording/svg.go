package main

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// line is what came at a time.
type line struct {
	at   time.Duration
	text string
}

const (
	rows, columns            = 30, 112
	lineHeight, letter, edge = 18, 7.25, 16

	bold, plain = "\x1b[1m", "\x1b[0m"

	longest = 1200 * time.Millisecond // that nothing happens
	reading = 2500 * time.Millisecond // before a step hides what the one before has said
)

// paced are lines at a pace at which they can be read: waiting is cut short, and each step begins after a pause.
func paced(lines []line) (all []line) {
	var before, at time.Duration
	for _, l := range lines {
		at += min(l.at-before, longest)
		if isStep(l.text) && len(all) > 0 {
			at += reading
		}
		before = l.at
		all = append(all, line{at, l.text})
	}
	return all
}

func isStep(text string) bool { return strings.Contains(text, bold) }

// svg shows each line at its time, the last ones at the bottom. Whoever wants no motion sees the end.
func svg(lines []line) string {
	width, height := columns*letter+2*edge, rows*lineHeight+2*edge
	var scroll, text strings.Builder
	end, up := lines[len(lines)-1].at, 0
	for i, l := range lines {
		if i >= rows {
			up = (i + 1 - rows) * lineHeight
			fmt.Fprintf(&scroll, "%.3f%%{transform:translateY(-%dpx)}", 100*float64(l.at)/float64(end), up)
		}
		class, shown := "", strings.NewReplacer(bold, "", plain, "").Replace(l.text)
		if isStep(l.text) {
			class = ` class="step"`
		}
		if letters := []rune(shown); len(letters) > columns {
			shown = string(letters[:columns-1]) + "…"
		}
		fmt.Fprintf(&text, `<text x="%d" y="%d"%s style="animation-delay:%.2fs">%s</text>`+"\n",
			edge, edge+i*lineHeight+13, class, l.at.Seconds(), html.EscapeString(shown))
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]g %[2]d">
<title>make demo</title>
<style>
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:#e6edf3;opacity:0;animation:show 1ms forwards}
.step{font-weight:bold;fill:#7ee787}
#all{animation:scroll %.2[3]fs step-end forwards}
@keyframes show{to{opacity:1}}
@keyframes scroll{%[4]s}
@media (prefers-reduced-motion:reduce){text{opacity:1;animation:none}#all{animation:none;transform:translateY(-%[5]dpx)}}
</style>
<rect width="%[1]g" height="%[2]d" rx="8" fill="#0d1117"/>
<svg x="0" y="%[6]d" width="%[1]g" height="%[7]d" viewBox="0 %[6]d %[1]g %[7]d"><g id="all">
%[8]s</g></svg>
</svg>
`, width, height, end.Seconds(), scroll.String(), up, edge, rows*lineHeight, text.String())
}
