package toweryml

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// reads tells whether a text says exactly what it should.
func reads(text string, want []*yaml.Node) bool {
	got, err := parse(text)
	if err != nil || len(got) != len(want) {
		return false
	}
	for i := range got {
		if !same(got[i], want[i]) {
			return false
		}
	}
	return true
}

// same compares what two nodes say, in which order, but not how they are written.
func same(left, right *yaml.Node) bool {
	if left.Kind != right.Kind || left.ShortTag() != right.ShortTag() || left.Anchor != right.Anchor ||
		len(left.Content) != len(right.Content) || left.Value != right.Value && left.ShortTag() != "!!null" {
		return false
	}
	for i := range left.Content {
		if !same(left.Content[i], right.Content[i]) {
			return false
		}
	}
	return true
}

func unsafe(line int) error {
	return fmt.Errorf("tower.yml line %d: an edit here would change what other lines mean: set %s by hand",
		line, strings.Join(setting, "."))
}

// graftFirst puts the setting before the entries of a mapping.
func graftFirst(mapping *yaml.Node, path []string, value string) {
	graftLast(mapping, path, value)
	entries := mapping.Content
	mapping.Content = append(entries[len(entries)-2:len(entries):len(entries)], entries[:len(entries)-2]...)
}

// graftLast puts the setting behind the entries of a mapping; a null becomes one.
func graftLast(mapping *yaml.Node, path []string, value string) {
	if mapping.Kind != yaml.MappingNode {
		*mapping = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	}
	mapping.Content = append(mapping.Content, settingNode(path, value).Content...)
}

func settingNode(path []string, value string) *yaml.Node {
	node := valueNode(value)
	for i := len(path) - 1; i >= 0; i-- {
		key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: path[i]}
		node = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{key, node}}
	}
	return node
}

func document(node *yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{node}}
}

func valueNode(value string) *yaml.Node {
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(value), &node); err != nil {
		panic(err) // of our own spelling
	}
	return root(&node)
}
