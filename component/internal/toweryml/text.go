package toweryml

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// offset is the byte at a line and column, both counted from 1; the parser counts columns in characters.
func offset(text string, line, column int) int {
	at := lineStart(text, line)
	for range column - 1 {
		_, size := firstRune(text[at:])
		at += size
	}
	return at
}

func firstRune(text string) (rune, int) {
	for _, r := range text {
		return r, len(string(r))
	}
	return 0, 0
}

func lineStart(text string, line int) int {
	at := 0
	for range line - 1 {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			return len(text)
		}
		at += next + 1
	}
	return at
}

// lineEnd is where the line holding at ends, before its line end.
func lineEnd(text string, at int) int {
	if next := strings.IndexByte(text[at:], '\n'); next >= 0 {
		at += next
	} else {
		at = len(text)
	}
	return at
}

// newline is the line end that the document uses.
func newline(text string) string {
	if strings.Contains(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// extent is the text of a value: what an edit takes the place of.
func extent(text string, p place) (start, end int, err error) {
	switch {
	case p.value.Kind == yaml.ScalarNode && p.value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0:
		return scalarExtent(text, p)
	case p.value.Kind == yaml.SequenceNode && p.value.Style&yaml.FlowStyle != 0:
		start = offset(text, p.value.Line, p.value.Column)
		end, err = closing(text, start)
		return start, end, err
	case p.value.Kind == yaml.SequenceNode:
		return blockExtent(text, p)
	}
	return 0, 0, unsupported(p)
}

func unsupported(p place) error {
	return fmt.Errorf("tower.yml line %d: the value of %q is written in a form that cannot be edited safely: "+
		"write null or a list such as [12345, 67890]", p.key.Line, p.key.Value)
}

func scalarExtent(text string, p place) (int, int, error) {
	if p.value.Value == "" && p.value.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
		colon, err := afterColon(text, p)
		return colon, colon, err
	}
	start := offset(text, p.value.Line, p.value.Column)
	raw := p.value.Value
	switch {
	case p.value.Style&yaml.DoubleQuotedStyle != 0:
		raw = `"` + raw + `"`
	case p.value.Style&yaml.SingleQuotedStyle != 0:
		raw = `'` + raw + `'`
	}
	if p.value.Line != p.key.Line || !strings.HasPrefix(text[start:], raw) {
		return 0, 0, unsupported(p)
	}
	return start, start + len(raw), nil
}

// afterColon is the byte after the colon of a key, for keys that stand as they are read.
func afterColon(text string, p place) (int, error) {
	start := offset(text, p.key.Line, p.key.Column)
	spelled := p.key.Value
	switch {
	case p.key.Style&yaml.DoubleQuotedStyle != 0:
		spelled = `"` + spelled + `"`
	case p.key.Style&yaml.SingleQuotedStyle != 0:
		spelled = `'` + spelled + `'`
	}
	after, found := strings.CutPrefix(text[start:], spelled)
	rest := strings.TrimLeft(after, " ")
	if !found || !strings.HasPrefix(rest, ":") {
		return 0, unsupported(p)
	}
	return len(text) - len(rest) + 1, nil
}

// closing is the byte after the bracket that closes the one at start.
func closing(text string, start int) (int, error) {
	depth := 0
	for at := start; at < len(text); at++ {
		switch text[at] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return at + 1, nil
			}
		case '#', '"', '\'':
			return 0, fmt.Errorf("tower.yml: a comment or text within the list of %s would be lost: "+
				"write the list as [12345, 67890]", strings.Join(setting, "."))
		}
	}
	return 0, fmt.Errorf("tower.yml: a list is not closed")
}

// blockExtent reaches from the key's colon to the last entry of a list of one line an entry.
func blockExtent(text string, p place) (int, int, error) {
	start, err := afterColon(text, p)
	if err != nil {
		return 0, 0, err
	}
	last := p.value.Content[len(p.value.Content)-1]
	if strings.TrimSpace(text[start:lineEnd(text, start)]) != "" || last.Line != p.value.Line+len(p.value.Content)-1 ||
		p.value.Line != p.key.Line+1 || strings.Contains(text[start:lineEnd(text, offset(text, last.Line, 1))], "#") {
		return 0, 0, unsupported(p)
	}
	for _, entry := range p.value.Content {
		if entry.Kind != yaml.ScalarNode {
			return 0, 0, unsupported(p)
		}
	}
	end := lineEnd(text, offset(text, last.Line, 1))
	return start, end - len(text[start:end]) + len(strings.TrimRight(text[start:end], "\r")), nil
}
