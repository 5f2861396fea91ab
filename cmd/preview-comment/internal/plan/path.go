package plan

import (
	"slices"
	"strconv"
	"strings"
)

// Path leads to a value within the inputs of a resource. A part is a key, or what an element of a list goes by: in a path for
// people the name in brackets, in one of Pulumi's the index.
type Path []string

// ParsePath reads a path as Pulumi writes it: spec.containers[0].env[1], data["tower.yml"].
func ParsePath(text string) (path Path) {
	for len(text) > 0 {
		text = strings.TrimPrefix(text, ".")
		var part string
		switch {
		case strings.HasPrefix(text, `["`):
			part, text = quoted(text)
		case strings.HasPrefix(text, "["):
			part, text, _ = strings.Cut(text[1:], "]")
		default:
			end := strings.IndexAny(text, ".[")
			if end < 0 {
				end = len(text)
			}
			part, text = text[:end], text[end:]
		}
		path = append(path, part)
	}
	return path
}

// quoted reads a key in quotation marks, and hands on what comes behind its bracket.
func quoted(text string) (part, rest string) {
	end := 2
	for end < len(text) && text[end] != '"' {
		if text[end] == '\\' {
			end++
		}
		end++
	}
	end = min(end, len(text))
	part, err := strconv.Unquote(`"` + text[2:end] + `"`)
	if err != nil {
		part = text[2:end]
	}
	return part, strings.TrimPrefix(strings.TrimPrefix(text[end:], `"`), "]")
}

// String is the path in a form for people: keys with dots are in brackets, as the elements of lists are.
func (p Path) String() string {
	var text strings.Builder
	for i, part := range p {
		switch {
		case strings.HasPrefix(part, "["):
			text.WriteString(part)
		case strings.ContainsAny(part, ".[]/ "):
			text.WriteString("[" + part + "]")
		case i > 0:
			text.WriteString("." + part)
		default:
			text.WriteString(part)
		}
	}
	return text.String()
}

// Compare orders paths as they are written.
func (p Path) Compare(other Path) int { return slices.Compare(p, other) }

// HasPrefix tells that a path leads to, or into, what the keys lead to.
func (p Path) HasPrefix(keys ...string) bool {
	return len(p) >= len(keys) && slices.Equal(p[:len(keys)], Path(keys))
}

// meets tells that one of two paths leads into the other.
func (p Path) meets(other Path) bool {
	shorter := min(len(p), len(other))
	return slices.Equal(p[:shorter], other[:shorter])
}
