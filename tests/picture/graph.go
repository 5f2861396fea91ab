package main

import (
	"bufio"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// graph is what depends on what: by the ID of a resource, those that come right before it.
type graph struct {
	resources map[string]resource
	before    map[string][]string
}

type resource struct{ name, kind string }

var (
	dotNode = regexp.MustCompile(`(\w+) \[label="([^"]+)"`)
	hash    = regexp.MustCompile(`-[0-9a-f]{8}$`)
	dotEdge = regexp.MustCompile(`(\w+) -> (\w+)`)
)

// parse reads what pulumi stack graph --ignore-parent-edges has written: an arrow leads from what is there first to what needs it.
// The stack itself, providers, components and what a chart renders say nothing here.
func parse(dot io.Reader) (*graph, error) {
	g := &graph{map[string]resource{}, map[string][]string{}}
	var edges [][]string
	lines := bufio.NewScanner(dot)
	for lines.Scan() {
		if edge := dotEdge.FindStringSubmatch(lines.Text()); edge != nil {
			edges = append(edges, edge)
		} else if node := dotNode.FindStringSubmatch(lines.Text()); node != nil {
			urn := strings.Split(node[2], "::")
			types := strings.Split(urn[2], "$")
			kind := types[len(types)-1]
			if strings.HasPrefix(kind, "pulumi:") || strings.HasPrefix(kind, "seqera-studios:") || strings.Contains(urn[2], ":Chart$") {
				continue
			}
			name := hash.ReplaceAllString(strings.TrimPrefix(urn[3], "studios-"), "")
			g.resources[node[1]] = resource{name, kind[strings.LastIndex(kind, ":")+1:]}
		}
	}
	for _, edge := range edges {
		if g.resources[edge[1]].name != "" && g.resources[edge[2]].name != "" {
			g.before[edge[2]] = append(g.before[edge[2]], edge[1])
		}
	}
	g.reduce()
	maps.DeleteFunc(g.resources, func(id string, _ resource) bool { return g.isAlone(id) })
	return g, lines.Err()
}

// reduce leaves out what follows from the rest.
func (g *graph) reduce() {
	reduced := map[string][]string{}
	for name, all := range g.before {
		for _, one := range all {
			isImplied := slices.ContainsFunc(all, func(other string) bool { return other != one && g.reaches(other, one) })
			if !isImplied && !slices.Contains(reduced[name], one) {
				reduced[name] = append(reduced[name], one)
			}
		}
		slices.Sort(reduced[name])
	}
	g.before = reduced
}

// isAlone tells of what is only read.
func (g *graph) isAlone(id string) bool {
	for _, all := range g.before {
		if slices.Contains(all, id) {
			return false
		}
	}
	return len(g.before[id]) == 0
}

func (g *graph) reaches(from, to string) bool {
	return slices.ContainsFunc(g.before[from], func(one string) bool { return one == to || g.reaches(one, to) })
}

func (g *graph) depth(id string) (longest int) {
	for _, one := range g.before[id] {
		longest = max(longest, g.depth(one)+1)
	}
	return longest
}
