package toweryml

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// indent of the levels that an edit adds, where the document shows no other.
const indent = 2

// insert adds the setting below the key that comes closest to it, or as a new top-level key.
func insert(text string, documents []*yaml.Node, value string) (string, error) {
	p, found := deepest(documents)
	if !found {
		return insertTop(text, documents, value)
	}
	edited, err := insertBelow(text, p, value)
	if err != nil {
		return "", err
	}
	graft(p, value)
	return edited, verify(edited, documents)
}

func insertBelow(text string, p place, value string) (string, error) {
	if p.value.Kind == yaml.MappingNode && p.value.Style&yaml.FlowStyle != 0 {
		return insertFlow(text, p.value, p.rest, value), nil
	}
	column := p.key.Column + indent
	at, err := afterColon(text, p)
	if err != nil {
		return "", err
	}
	switch {
	case p.value.Kind == yaml.MappingNode && p.value.Line == p.key.Line:
		return "", unsupported(p)
	case p.value.Kind == yaml.MappingNode:
		column = p.value.Column
	case p.value.Value != "": // a null that is written out gives way to the mapping
		start, end, err := scalarExtent(text, p)
		if err != nil {
			return "", err
		}
		text = strings.TrimRight(text[:start], " ") + text[end:]
	}
	end := lineEnd(text, at)
	lines := block(p.rest, value, column, newline(text))
	if end == len(text) {
		return text + newline(text) + strings.TrimSuffix(lines, newline(text)), nil
	}
	return text[:end+1] + lines + text[end+1:], nil
}

func insertFlow(text string, mapping *yaml.Node, path []string, value string) string {
	at := offset(text, mapping.Line, mapping.Column) + 1
	entry := flow(path, value)
	if len(mapping.Content) > 0 {
		entry += ", "
	}
	return text[:at] + entry + text[at:]
}

func flow(path []string, value string) string {
	if len(path) == 1 {
		return path[0] + ": " + value
	}
	return path[0] + ": {" + flow(path[1:], value) + "}"
}

// block spells the path as lines, the first at the given column.
func block(path []string, value string, column int, newline string) string {
	var lines strings.Builder
	for i, key := range path {
		lines.WriteString(strings.Repeat(" ", column-1+i*indent) + key + ":")
		if i == len(path)-1 {
			lines.WriteString(" " + value)
		}
		lines.WriteString(newline)
	}
	return lines.String()
}

// insertTop adds a top-level key at the end of the last document.
func insertTop(text string, documents []*yaml.Node, value string) (string, error) {
	lines := block(setting, value, 1, newline(text))
	if len(documents) == 0 {
		return endLine(text) + lines, verify(endLine(text)+lines, []*yaml.Node{settingDocument(value)})
	}
	last := root(documents[len(documents)-1])
	switch {
	case last.Kind == yaml.MappingNode && last.Style&yaml.FlowStyle != 0:
		edited := insertFlow(text, last, setting, value)
		graft(place{value: last, rest: setting}, value)
		return edited, verify(edited, documents)
	case last.Kind != yaml.MappingNode && last.ShortTag() != "!!null":
		return "", fmt.Errorf("tower.yml line %d: the document must be a mapping, for %s to be set in it",
			last.Line, strings.Join(setting, "."))
	}
	// A document of its own is what Helm writes too; it cannot run into what the last one ends with.
	appended, separate := endLine(text)+lines, endLine(text)+"---"+newline(text)+lines
	own := append(append([]*yaml.Node{}, documents...), settingDocument(value))
	if strings.HasSuffix(strings.TrimRight(text, "\r\n"), "\n...") {
		return separate, verify(separate, own)
	}
	joined := copyOf(documents[len(documents)-1])
	graft(place{value: root(joined), rest: setting}, value)
	if err := verify(appended, append(append([]*yaml.Node{}, documents[:len(documents)-1]...), joined)); err == nil {
		return appended, nil
	}
	return separate, verify(separate, own)
}

func endLine(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + newline(text)
}
