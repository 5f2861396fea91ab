// Package toweryml edits which workspaces may use Studios in a tower.yml, and nothing else in it.
//
// The document belongs to the owner of the Platform: its comments, order and line ends stay byte for byte as they
// were. A YAML library that writes the document anew keeps none of them, so the parser only finds the place and the
// text is edited there. Every edit is parsed again and compared with what it should have become; a document that
// would be damaged is refused instead.
package toweryml

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// setting is where Platform looks, by Micronaut's rules: dots join levels, and case and hyphens do not matter.
var setting = []string{"tower", "data-studio", "allowed-workspaces"}

// Edit sets tower.data-studio.allowed-workspaces: to null, which allows all workspaces, if the list is nil, else to
// the list, of which an empty one allows none. A document that says so already is returned as it is.
func Edit(document string, workspaces []int64) (string, error) {
	documents, err := parse(document)
	if err != nil {
		return "", err
	}
	places, err := findAll(documents)
	if err != nil {
		return "", err
	}
	value := spelled(workspaces)
	if len(places) == 0 {
		return insert(document, documents, value)
	}
	return replace(document, documents, places, workspaces, value)
}

func spelled(workspaces []int64) string {
	if workspaces == nil {
		return "null"
	}
	ids := make([]string, len(workspaces))
	for i, id := range workspaces {
		ids[i] = strconv.FormatInt(id, 10)
	}
	return "[" + strings.Join(ids, ", ") + "]"
}

func parse(document string) ([]*yaml.Node, error) {
	var documents []*yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(document))
	for {
		var node yaml.Node
		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading tower.yml: %w", err)
		}
		documents = append(documents, &node)
	}
}

// replace gives every place that holds the setting the same value: which document wins is not ours to know.
func replace(
	text string, documents []*yaml.Node, places []place, workspaces []int64, value string,
) (string, error) {
	// From the last to the first, so that the positions of the ones before stay right.
	for i := len(places) - 1; i >= 0; i-- {
		p := places[i]
		if says(p.value, workspaces) {
			continue
		}
		start, end, err := extent(text, p)
		if err != nil {
			return "", err
		}
		replacement := value
		if start > 0 && text[start-1] == ':' {
			replacement = " " + value
		}
		edited := text[:start] + replacement + text[end:]
		*p.value = *valueNode(value)
		if err := verify(edited, documents); err != nil {
			return "", err
		}
		text = edited
	}
	return text, nil
}

// says tells whether a node means the same already, however it is written.
func says(node *yaml.Node, workspaces []int64) bool {
	if workspaces == nil {
		return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
	}
	var ids []int64
	if node.Kind != yaml.SequenceNode || node.Decode(&ids) != nil || len(ids) != len(workspaces) {
		return false
	}
	for i := range ids {
		if ids[i] != workspaces[i] {
			return false
		}
	}
	return true
}
