package toweryml

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// place is a key on the way to the setting, or the setting itself.
type place struct {
	key, value *yaml.Node
	rest       []string // of the setting, below the value
	flow       bool     // the key stands within braces
}

// version2 is what the parser refuses, though it reads such documents. The other number has the same length.
var version2 = regexp.MustCompile(`(?m)^(\x{FEFF}?%YAML +1\.)2`)

func parse(text string) ([]*yaml.Node, error) {
	var documents []*yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(version2.ReplaceAllString(text, "${1}1")))
	for {
		var node yaml.Node
		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, fmt.Errorf("tower.yml must be valid YAML, which takes no tabs for indentation: %w", err)
		}
		documents = append(documents, &node)
	}
}

func root(document *yaml.Node) *yaml.Node { return document.Content[0] }

func inFlow(node *yaml.Node) bool { return node.Style&yaml.FlowStyle != 0 }

// find finds every key on the way to the setting, in all documents.
func find(documents []*yaml.Node) ([]place, error) {
	var all []place
	for _, document := range documents {
		top := root(document)
		if top.Kind != yaml.MappingNode && top.ShortTag() != "!!null" {
			return nil, fmt.Errorf("tower.yml line %d: every document must be a mapping, such as \"tower:\" begins",
				top.Line)
		}
		places, err := search(top, setting)
		if err != nil {
			return nil, err
		}
		if _, holders := choose(places); len(holders) > 1 {
			return nil, fmt.Errorf("tower.yml: lines %d and %d both set %s: remove one of them",
				holders[0].key.Line, holders[1].key.Line, strings.Join(setting, "."))
		}
		all = append(all, places...)
	}
	return all, nil
}

// search follows the path into a mapping and returns every key on the way.
func search(node *yaml.Node, path []string) ([]place, error) {
	if node.Kind != yaml.MappingNode {
		return nil, nil
	}
	var found []place
	seen := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		rest, on, err := below(key, path)
		if err != nil {
			return nil, err
		}
		if !on {
			continue
		}
		if first, twice := seen[key.Value]; twice {
			return nil, fmt.Errorf("tower.yml: %q stands on lines %d and %d, of which Platform reads only the last: "+
				"join them", key.Value, first, key.Line)
		}
		seen[key.Value] = key.Line
		if err := passable(key, value, rest); err != nil {
			return nil, err
		}
		deeper, err := search(value, rest)
		if err != nil {
			return nil, err
		}
		found = append(append(found, place{key, value, rest, inFlow(node)}), deeper...)
	}
	return found, nil
}

// below gives what is left of the path under a key, if the key is on it. Micronaut takes some other spellings for the
// same key and others not; a second value beside one of them would leave open which counts, so none may stand there.
func below(key *yaml.Node, path []string) (rest []string, on bool, err error) {
	if key.ShortTag() == "!!merge" {
		return nil, false, fmt.Errorf("tower.yml line %d: a merge key may hide %s: write the mapping out",
			key.Line, strings.Join(setting, "."))
	}
	name := key.Value
	if key.Kind == yaml.AliasNode {
		name = key.Alias.Value
	}
	parts := strings.Split(name, ".")
	if len(parts) > len(path) {
		return nil, false, nil
	}
	for i, part := range parts {
		if folded(part) != folded(path[i]) {
			return nil, false, nil
		}
	}
	ours := strings.Join(path[:len(parts)], ".")
	if name != ours || key.Kind == yaml.AliasNode {
		return nil, false, fmt.Errorf("tower.yml line %d: %q may mean %q to Platform: write it so",
			key.Line, key.Value, ours)
	}
	return path[len(parts):], true, nil
}

// folded drops what spellings of a key differ in: case, hyphens, underscores, and the index of a list, as in key[0].
func folded(part string) string {
	name, _, _ := strings.Cut(part, "[")
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
}

// passable refuses what cannot hold the rest of the path.
func passable(key, value *yaml.Node, rest []string) error {
	switch {
	case value.Kind == yaml.AliasNode, value.Anchor != "", key.Anchor != "":
		return fmt.Errorf("tower.yml line %d: %q uses an anchor or alias, so an edit would change other places too: "+
			"write the value out", key.Line, key.Value)
	case value.Style&yaml.TaggedStyle != 0, key.Style&yaml.TaggedStyle != 0:
		return fmt.Errorf("tower.yml line %d: %q has a tag: remove it", key.Line, key.Value)
	case len(rest) > 0 && value.Kind != yaml.MappingNode && value.ShortTag() != "!!null":
		return fmt.Errorf("tower.yml line %d: %q must be a mapping, for %s to be set in it",
			key.Line, key.Value, strings.Join(setting, "."))
	}
	return nil
}
