package main

import (
	"bufio"
	"cmp"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// graph is what depends on what: by the name of a resource, those that come right before it.
type graph struct {
	kinds  map[string]string
	before map[string][]string
}

var (
	dotNode = regexp.MustCompile(`(\w+) \[label="([^"]+)"`)
	dotEdge = regexp.MustCompile(`(\w+) -> (\w+)`)
)

// parse reads what pulumi stack graph --ignore-parent-edges has written: an arrow leads from what is there first to what needs it.
// The stack itself, providers and components say nothing here.
func parse(dot io.Reader) (*graph, error) {
	g := &graph{map[string]string{}, map[string][]string{}}
	names := map[string]string{}
	var edges [][]string
	lines := bufio.NewScanner(dot)
	for lines.Scan() {
		if edge := dotEdge.FindStringSubmatch(lines.Text()); edge != nil {
			edges = append(edges, edge)
		} else if node := dotNode.FindStringSubmatch(lines.Text()); node != nil {
			parts := strings.Split(node[2], "::")
			types := strings.Split(parts[2], "$")
			name, of := strings.TrimPrefix(parts[3], "studios-"), types[len(types)-1]
			if strings.HasPrefix(of, "pulumi:") || strings.HasPrefix(of, "seqera-studios:") || strings.Contains(of, "helm") {
				continue
			}
			names[node[1]] = name
			g.kinds[name], g.before[name] = of[strings.LastIndex(of, ":")+1:], nil
		}
	}
	for _, edge := range edges {
		from, to := names[edge[1]], names[edge[2]]
		if from != "" && to != "" {
			g.before[to] = append(g.before[to], from)
		}
	}
	g.reduce()
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

func (g *graph) reaches(from, to string) bool {
	return slices.ContainsFunc(g.before[from], func(one string) bool { return one == to || g.reaches(one, to) })
}

// layers are the resources by the longest way to them, each layer in an order in which few arrows cross.
func (g *graph) layers() (all [][]string) {
	for _, name := range slices.Sorted(maps.Keys(g.kinds)) {
		depth := g.depth(name)
		for len(all) <= depth {
			all = append(all, nil)
		}
		all[depth] = append(all[depth], name)
	}
	for range 8 {
		place := places(all)
		for _, layer := range all[1:] {
			slices.SortStableFunc(layer, func(a, b string) int { return cmp.Compare(g.middle(a, place), g.middle(b, place)) })
		}
	}
	return all
}

func (g *graph) depth(name string) (longest int) {
	for _, one := range g.before[name] {
		longest = max(longest, g.depth(one)+1)
	}
	return longest
}

// middle is where what comes before a resource stands, on average.
func (g *graph) middle(name string, place map[string]float64) (sum float64) {
	for _, one := range g.before[name] {
		sum += place[one]
	}
	return sum / float64(max(len(g.before[name]), 1))
}

// places are between -1 and 1, from left to right.
func places(layers [][]string) map[string]float64 {
	all := map[string]float64{}
	for _, layer := range layers {
		for i, name := range layer {
			all[name] = (float64(i)+0.5)*2/float64(len(layer)) - 1
		}
	}
	return all
}
