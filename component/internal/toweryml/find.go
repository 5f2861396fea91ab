package toweryml

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// place is a key on the way to the setting, or the setting itself.
type place struct {
	key, value *yaml.Node
	rest       []string // of the setting, below the value
}

// findAll finds every place that holds the setting itself.
func findAll(documents []*yaml.Node) ([]place, error) {
	var all []place
	for _, document := range documents {
		found, err := search(root(document), setting)
		if err != nil {
			return nil, err
		}
		var here []place
		for _, p := range found {
			if len(p.rest) == 0 {
				here = append(here, p)
			}
		}
		if len(here) > 1 {
			return nil, fmt.Errorf("tower.yml: lines %d and %d both set %s: remove one of them",
				here[0].key.Line, here[1].key.Line, strings.Join(setting, "."))
		}
		all = append(all, here...)
	}
	return all, nil
}

// deepest finds the last place that comes closest to the setting.
func deepest(documents []*yaml.Node) (place, bool) {
	best := place{rest: append([]string{""}, setting...)}
	for _, document := range documents {
		found, _ := search(root(document), setting) // has been searched without an error before
		for _, p := range found {
			if len(p.rest) <= len(best.rest) {
				best = p
			}
		}
	}
	return best, best.key != nil
}

func root(document *yaml.Node) *yaml.Node {
	if document.Kind == yaml.DocumentNode && len(document.Content) > 0 {
		return document.Content[0]
	}
	return document
}

// search follows the path into a mapping and returns every key on the way. A key may spell several levels with dots.
func search(node *yaml.Node, path []string) ([]place, error) {
	if node.Kind != yaml.MappingNode {
		return nil, nil
	}
	var found []place
	seen := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if key.ShortTag() == "!!merge" {
			return nil, fmt.Errorf("tower.yml line %d: a merge key may hide the setting: write the mapping out", key.Line)
		}
		rest, ok := below(key.Value, path)
		if !ok {
			continue
		}
		if first, twice := seen[canonical(key.Value)]; twice {
			return nil, fmt.Errorf("tower.yml: %q stands on lines %d and %d, of which Platform reads only the last: join them",
				key.Value, first, key.Line)
		}
		seen[canonical(key.Value)] = key.Line
		if err := passable(key, value, rest); err != nil {
			return nil, err
		}
		deeper, err := search(value, rest)
		if err != nil {
			return nil, err
		}
		found = append(append(found, place{key: key, value: value, rest: rest}), deeper...)
	}
	return found, nil
}

// passable refuses what cannot hold the rest of the path.
func passable(key, value *yaml.Node, rest []string) error {
	switch {
	case value.Kind == yaml.AliasNode, value.Anchor != "":
		return fmt.Errorf("tower.yml line %d: %q uses an anchor or alias, which an edit would change elsewhere too: "+
			"write the value out", key.Line, key.Value)
	case len(rest) > 0 && value.Kind != yaml.MappingNode && value.ShortTag() != "!!null":
		return fmt.Errorf("tower.yml line %d: %q must be a mapping, for %s to be set in it",
			key.Line, key.Value, strings.Join(setting, "."))
	}
	return nil
}

// below gives what is left of the path under a key, if the key is on it.
func below(key string, path []string) ([]string, bool) {
	parts := strings.Split(key, ".")
	if len(parts) > len(path) {
		return nil, false
	}
	for i, part := range parts {
		if canonical(part) != canonical(path[i]) {
			return nil, false
		}
	}
	return path[len(parts):], true
}

func canonical(key string) string {
	return strings.ToLower(strings.ReplaceAll(key, "-", ""))
}
