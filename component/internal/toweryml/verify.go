package toweryml

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// verify compares an edited text with what it should say.
func verify(edited string, want []*yaml.Node) error {
	got, err := parse(edited)
	if err != nil {
		return fmt.Errorf("tower.yml cannot be edited safely; set allowed-workspaces by hand: %w", err)
	}
	if len(got) != len(want) {
		return fmt.Errorf("tower.yml cannot be edited safely; set allowed-workspaces by hand")
	}
	for i := range got {
		if !same(root(got[i]), root(want[i])) {
			return fmt.Errorf("tower.yml cannot be edited safely; set allowed-workspaces by hand")
		}
	}
	return nil
}

// same compares what two nodes say, not how they are written.
func same(left, right *yaml.Node) bool {
	if left.Kind != right.Kind || left.ShortTag() != right.ShortTag() || left.Anchor != right.Anchor ||
		len(left.Content) != len(right.Content) || left.Value != right.Value && left.ShortTag() != "!!null" {
		return false
	}
	if left.Kind == yaml.MappingNode {
		return sameEntries(left, right)
	}
	for i := range left.Content {
		if !same(left.Content[i], right.Content[i]) {
			return false
		}
	}
	return true
}

// sameEntries takes each entry of the right once, in any order: where an edit adds its own is no matter.
func sameEntries(left, right *yaml.Node) bool {
	used := make([]bool, len(right.Content))
	for i := 0; i < len(left.Content); i += 2 {
		found := false
		for j := 0; j < len(right.Content) && !found; j += 2 {
			if !used[j] && same(left.Content[i], right.Content[j]) && same(left.Content[i+1], right.Content[j+1]) {
				used[j], found = true, true
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// graft puts the setting into the node that it is inserted below.
func graft(p place, value string) {
	entry := settingNode(p.rest, value)
	if p.value.Kind != yaml.MappingNode {
		*p.value = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	}
	p.value.Content = append(p.value.Content, entry.Content...)
}

func settingDocument(value string) *yaml.Node { return settingNode(setting, value) }

func settingNode(path []string, value string) *yaml.Node {
	node := valueNode(value)
	for i := len(path) - 1; i >= 0; i-- {
		key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: path[i]}
		node = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{key, node}}
	}
	return node
}

func valueNode(value string) *yaml.Node {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(value), &document); err != nil {
		panic(err) // of our own spelling
	}
	return document.Content[0]
}

func copyOf(node *yaml.Node) *yaml.Node {
	if node == nil {
		return nil
	}
	twin := *node
	twin.Content = make([]*yaml.Node, len(node.Content))
	for i := range node.Content {
		twin.Content[i] = copyOf(node.Content[i])
	}
	return &twin
}
