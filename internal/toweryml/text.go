package toweryml

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// span is the text of a value, and the part of it that stays: the comment on the line of its key.
type span struct {
	start, end int
	keep       string
}

// offset is the byte at a line and column, both counted from 1; the parser counts columns in characters.
func offset(text string, line, column int) int {
	at := 0
	if strings.HasPrefix(text, "\ufeff") {
		at = len("\ufeff") // which the parser does not count
	}
	for range line - 1 {
		at = min(lineEnd(text, at)+1, len(text))
	}
	for range column - 1 {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// lineEnd is where the line holding at ends, before its line feed.
func lineEnd(text string, at int) int {
	if next := strings.IndexByte(text[at:], '\n'); next >= 0 {
		return at + next
	}
	return len(text)
}

// newline is the line end that the document uses.
func newline(text string) string {
	if strings.Contains(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// scalarSpan is the text of a scalar that stands as it reads, on one line and where the parser says. That it is
// compared catches the line ends that the parser counts and offset does not, such as U+2028.
func scalarSpan(text string, node *yaml.Node) (start, end int, ok bool) {
	raw := node.Value
	switch {
	case node.Kind != yaml.ScalarNode:
		return 0, 0, false
	case node.Style&yaml.DoubleQuotedStyle != 0:
		raw = `"` + raw + `"`
	case node.Style&yaml.SingleQuotedStyle != 0:
		raw = `'` + raw + `'`
	}
	start = offset(text, node.Line, node.Column)
	return start, start + len(raw), strings.HasPrefix(text[start:], raw)
}

// afterColon is the byte after the colon of a key.
func afterColon(text string, p place) (int, error) {
	_, after, ok := scalarSpan(text, p.key)
	if !ok {
		return 0, unsupported(p)
	}
	colon := strings.TrimLeft(text[after:], " \t")
	if !strings.HasPrefix(colon, ":") {
		return 0, unsupported(p)
	}
	return len(text) - len(colon) + 1, nil
}

// extent is the text of a value that an edit takes the place of.
func extent(text string, p place) (span, error) {
	switch p.value.Kind {
	case yaml.ScalarNode:
		return scalarExtent(text, p)
	case yaml.SequenceNode:
		return listExtent(text, p)
	}
	return span{}, unsupported(p)
}

func scalarExtent(text string, p place) (span, error) {
	colon, err := afterColon(text, p)
	if err != nil {
		return span{}, err
	}
	if p.value.Value == "" && p.value.Style == 0 {
		return span{start: colon, end: colon}, nil
	}
	start, end, ok := scalarSpan(text, p.value)
	if !ok || p.value.Line != p.key.Line {
		return span{}, unsupported(p)
	}
	return span{start: start, end: end}, nil
}

// listExtent walks from entry to entry, so that a comment between them is seen: it would be lost.
func listExtent(text string, p place) (span, error) {
	at, err := afterColon(text, p)
	if err != nil {
		return span{}, err
	}
	list, between := span{start: at}, " \t\r\n-"
	if inFlow(p.value) {
		list.start, between = offset(text, p.value.Line, p.value.Column), " \t\r\n,"
		at = list.start + 1
		if !strings.HasPrefix(text[list.start:], "[") {
			return span{}, unsupported(p)
		}
	} else {
		end := lineEnd(text, at)
		list.keep = strings.TrimRight(text[at:end], " \t\r")
		at = end
	}
	for _, entry := range p.value.Content {
		start, end, ok := scalarSpan(text, entry)
		if !ok || start < at || strings.Trim(text[at:start], between) != "" {
			return span{}, unsupported(p)
		}
		at = end
	}
	if inFlow(p.value) {
		bracket := strings.TrimLeft(text[at:], between)
		if list.end = len(text) - len(bracket) + 1; !strings.HasPrefix(bracket, "]") {
			return span{}, unsupported(p)
		}
		return list, nil
	}
	if strings.Trim(text[at:lineEnd(text, at)], " \t\r") != "" {
		return span{}, unsupported(p)
	}
	list.end = at
	return list, nil
}

func unsupported(p place) error {
	return fmt.Errorf("tower.yml line %d: comments or the form of %q do not allow a safe edit: write it as %s, "+
		"with comments above or after it", p.key.Line, p.key.Value, p.example())
}

func (p place) example() string {
	if len(p.rest) == 0 {
		return `"` + p.key.Value + `: null" or "` + p.key.Value + `: [12345, 67890]"`
	}
	return `"` + p.key.Value + `:" with its entries on the lines below`
}
