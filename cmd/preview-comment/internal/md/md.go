// Package md writes what comes from a plan so that a reader of Markdown sees it as it is: nothing in it becomes markup, a
// link, a mention or the end of a table's cell.
package md

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Code is a text as code in a line. It is safe within tables.
func Code(text string) string {
	text = visible(text, false)
	switch {
	case text == "":
		return "`\"\"`"
	case strings.ContainsAny(text, "`|") || strings.TrimSpace(text) != text:
		return "<code>" + entities(text) + "</code>"
	}
	return "`" + text + "`"
}

// Fence is a text of several lines as a block of code.
func Fence(text string) string {
	text = visible(strings.TrimRight(text, "\n"), true)
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + "text\n" + text + "\n" + fence
}

// Link leads to an address, or is its text alone where the address is none of the web.
func Link(text, address string) string {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return text
	}
	address = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune("()<>\\|`\"", r) {
			return -1
		}
		return r
	}, address)
	return "[" + text + "](" + address + ")"
}

// Cut shortens a text, and says how long it was. What differs is often at an end, so both are kept.
func Cut(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	head := limit * 2 / 3
	tail := limit - head
	return fmt.Sprintf("%s … %s (%d characters)", string(runes[:head]), string(runes[len(runes)-tail:]), len(runes))
}

// visible writes out what a reader would not see, or would see in another order.
func visible(text string, lines bool) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, string(utf8.RuneError)), "\r\n", "\n")
	var all strings.Builder
	for _, r := range text {
		switch {
		case r == '\n' && lines, r == ' ', unicode.IsPrint(r):
			all.WriteRune(r)
		case r == '\n':
			all.WriteString(`\n`)
		case r == '\t' && lines:
			all.WriteString("    ")
		case r == '\t':
			all.WriteString(`\t`)
		default:
			fmt.Fprintf(&all, `\u%04x`, r)
		}
	}
	return all.String()
}

// entities leaves no character that could be markup.
func entities(text string) string {
	var all strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf && (unicode.IsPunct(r) || unicode.IsSymbol(r) || r == ' ') {
			fmt.Fprintf(&all, "&#%d;", r)
		} else {
			all.WriteRune(r)
		}
	}
	return all.String()
}

// And joins words as a sentence does.
func And(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// Count is a number with its noun.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
