package toweryml

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// insertBelow adds the setting below the key that comes closest to it.
func insertBelow(text string, documents []*yaml.Node, p place, value string) (string, error) {
	edited, err := textBelow(text, p, indent(documents), value)
	if err != nil {
		return "", err
	}
	graftFirst(p.value, p.rest, value)
	if !reads(edited, documents) {
		return "", unsafe(p.key.Line)
	}
	return edited, nil
}

// textBelow writes before the first entry: what stands after the last one may be part of it, such as the blank lines
// of a block scalar, or a comment whose indentation says what it belongs to.
func textBelow(text string, p place, indent int, value string) (string, error) {
	if p.value.Kind == yaml.MappingNode && inFlow(p.value) {
		return textInBraces(text, p.value, p.rest, value), nil
	}
	at, err := afterColon(text, p)
	if err != nil {
		return "", err
	}
	column := p.key.Column + indent
	if p.value.Kind == yaml.MappingNode {
		indent, column = p.value.Column-p.key.Column, p.value.Column
	} else { // a null, which gives way to the mapping
		old, err := scalarExtent(text, p)
		if err != nil {
			return "", err
		}
		if p.flow {
			return text[:at] + " {" + flow(p.rest, value) + "}" + text[old.end:], nil
		}
		text = strings.TrimRight(text[:old.start], " \t") + text[old.end:]
	}
	end := lineEnd(text, at)
	lines := block(p.rest, value, column, max(indent, 1), newline(text))
	if end == len(text) {
		return appended(text, lines), nil
	}
	return text[:end+1] + lines + text[end+1:], nil
}

// textInBraces writes before the first entry of a mapping in flow style.
func textInBraces(text string, mapping *yaml.Node, path []string, value string) string {
	at := offset(text, mapping.Line, mapping.Column) + 1
	entry := flow(path, value)
	if len(mapping.Content) > 0 {
		for at < len(text) && text[at] == ' ' {
			at++
		}
		entry += ","
		if at < len(text) && !strings.ContainsRune("\r\n", rune(text[at])) {
			entry += " "
		}
	}
	at = min(at, len(text))
	return text[:at] + entry + text[at:]
}

func flow(path []string, value string) string {
	if len(path) == 1 {
		return path[0] + ": " + value
	}
	return path[0] + ": {" + flow(path[1:], value) + "}"
}

// block spells the path as lines, the first at the given column.
func block(path []string, value string, column, indent int, newline string) string {
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

// indent is how far the owner of the documents indents.
func indent(documents []*yaml.Node) int {
	for _, document := range documents {
		top := root(document)
		if top.Kind != yaml.MappingNode || inFlow(top) {
			continue
		}
		for i := 0; i+1 < len(top.Content); i += 2 {
			key, value := top.Content[i], top.Content[i+1]
			if value.Kind == yaml.MappingNode && value.Line > key.Line && value.Column > key.Column && !inFlow(value) {
				return value.Column - key.Column
			}
		}
	}
	return 2
}

// insertTop adds a top-level key, in the first of several ways that leaves what stands there alone.
func insertTop(text string, documents []*yaml.Node, value string) (string, error) {
	own := settingNode(setting, value)
	ours := block(setting, value, 1, indent(documents), newline(text))
	if len(documents) == 0 {
		if edited := appended(text, ours); reads(edited, []*yaml.Node{document(own)}) {
			return edited, nil
		}
		return "", unsafe(1)
	}
	separator := "---" + newline(text)
	after := appended(text, separator+ours)
	before := ours + separator + text
	if strings.HasPrefix(text, "---") {
		before = ours + text
	}
	afterReads := reads(after, append(documents[:len(documents):len(documents)], document(own)))
	beforeReads := reads(before, append([]*yaml.Node{document(own)}, documents...))
	within := textInLast(text, documents, value)
	switch {
	case reads(within, documents):
		return within, nil
	case afterReads:
		return after, nil
	// A block scalar without a line end after it takes nothing behind it. No document has a key of ours here, so which
	// comes first is no matter.
	case beforeReads:
		return before, nil
	}
	return "", unsafe(root(documents[len(documents)-1]).Line)
}

// textInLast adds a top-level key to the last document, in its nodes as well.
func textInLast(text string, documents []*yaml.Node, value string) string {
	last := root(documents[len(documents)-1])
	if last.Kind == yaml.MappingNode && inFlow(last) {
		defer graftFirst(last, setting, value)
		return textInBraces(text, last, setting, value)
	}
	column := 1
	if last.Kind == yaml.MappingNode {
		column = last.Column
	}
	ours := block(setting, value, column, indent(documents), newline(text))
	graftLast(last, setting, value)
	return appended(text, ours)
}

// appended keeps a text without a line end at its end that way.
func appended(text, lines string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text + lines
	}
	return text + newline(text) + strings.TrimSuffix(lines, newline(text))
}
