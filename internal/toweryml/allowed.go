package toweryml

import (
	"errors"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Allowed is what a document says of the workspaces that may use Studios.
type Allowed struct {
	// IsSet tells that it says so at all, and IsAll that every workspace may.
	IsSet, IsAll bool
	// Workspaces are those that may otherwise, as they are written.
	Workspaces []string
}

// ErrTwice is that a key stands twice in one mapping, of which the Platform reads only the last.
var ErrTwice = errors.New("stands twice in tower.yml")

// Read tells which workspaces a document allows. What Edit leaves alone for its form is read as well as it can be.
func Read(document string) (Allowed, error) {
	documents, err := parse(document)
	if err != nil {
		return Allowed{}, err
	}
	for _, d := range documents {
		if err := once(root(d), setting); err != nil {
			return Allowed{}, err
		}
	}
	places, err := find(documents)
	if err != nil {
		return Allowed{}, err
	}
	_, holders := choose(places)
	if len(holders) == 0 {
		return Allowed{}, nil
	}
	value := holders[len(holders)-1].value
	allowed := Allowed{IsSet: true, IsAll: says(value, nil)}
	for _, id := range value.Content {
		allowed.Workspaces = append(allowed.Workspaces, id.Value)
	}
	if value.Kind == yaml.ScalarNode && value.Value != "" && !allowed.IsAll {
		allowed.Workspaces = []string{value.Value}
	}
	return allowed, nil
}

// once demands that no level of the path stands twice.
func once(node *yaml.Node, path []string) error {
	if node.Kind != yaml.MappingNode || len(path) == 0 {
		return nil
	}
	first := 0
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch {
		case key.Value != path[0]:
		case first > 0:
			return fmt.Errorf("%q %w, on lines %d and %d", key.Value, ErrTwice, first, key.Line)
		default:
			first = key.Line
			if err := once(value, path[1:]); err != nil {
				return err
			}
		}
	}
	return nil
}
