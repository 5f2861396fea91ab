package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// report is everything that was measured, as Markdown.
func (b *bench) report() string {
	parts := []struct{ title, tables string }{
		{"Goals", b.goalsTable()},
		{"Seconds", b.secondsTable() + "\n" + b.ratiosTable()},
		{"Checks, and the rest", b.restTable()},
		{"Growth", b.growthTable()},
		{"Requests and rollouts", b.requestsTable() + "\n" + b.verbsTable() + "\n" + b.rolloutsTable()},
		{"Memory and state", b.sizesTable()},
		{"Timelines", b.timelineTables()},
	}
	var text []string
	for _, part := range parts {
		text = append(text, "### "+part.title+"\n\n"+part.tables)
	}
	return strings.Join(text, "\n")
}

// table is a table whose first column is text and whose others are numbers.
type table struct {
	strings.Builder
}

func newTable(head ...string) *table {
	t := &table{}
	t.row(head...)
	t.WriteString("|---|" + strings.Repeat("---:|", len(head)-1) + "\n")
	return t
}

func (t *table) row(cells ...string) {
	t.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func (b *bench) names() []string {
	var names []string
	for _, c := range b.contenders {
		names = append(names, c.name)
	}
	return names
}

func (b *bench) secondsTable() string {
	t := newTable(append([]string{fmt.Sprintf("seconds, median of %d", len(b.seconds[componentGo][firstUp]))}, b.names()...)...)
	for at := range lastStep {
		cells := []string{at.String()}
		for _, name := range b.names() {
			cells = append(cells, orDash(b.seconds[name][at], seconds))
		}
		t.row(cells...)
	}
	return t.String()
}

func orDash[T any](values []T, format func([]T) string) string {
	if len(values) == 0 {
		return "—"
	}
	return format(values)
}

// pairs are the contenders that are compared round by round.
var pairs = [][2]string{
	{componentGo, flatGo}, {componentYAML, flatYAML}, {componentGo, helm}, {componentGo, kubectl},
}

func (b *bench) ratiosTable() string {
	head := []string{"times as long, median (lowest to highest)"}
	for _, pair := range pairs {
		head = append(head, pair[0]+" / "+pair[1])
	}
	t := newTable(head...)
	for at := range lastStep {
		cells := []string{at.String()}
		for _, pair := range pairs {
			cells = append(cells, orDash(ratios(b.seconds[pair[0]][at], b.seconds[pair[1]][at]), func(all []float64) string {
				return fmt.Sprintf("%.2f (%.2f to %.2f)", median(all), slices.Min(all), slices.Max(all))
			}))
		}
		t.row(cells...)
	}
	return t.String()
}

// ratios are those of each round: what slowed a round slowed both.
func ratios(over, under []float64) []float64 {
	var all []float64
	for i := range min(len(over), len(under)) {
		all = append(all, over[i]/under[i])
	}
	return all
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func (b *bench) requestsTable() string {
	t := newTable(append([]string{"requests to the API server"}, b.names()...)...)
	for at := range lastStep {
		cells := []string{at.String()}
		for _, name := range b.names() {
			cells = append(cells, number(total(b.requests[name][at])))
		}
		t.row(cells...)
	}
	return t.String()
}

func total(counts map[string]int) (sum int) {
	for _, count := range counts {
		sum += count
	}
	return sum
}

// verbsTable tells the first and the unchanged `up` apart by what they ask.
func (b *bench) verbsTable() string {
	t := newTable(append([]string{"first / unchanged `up`, by verb"}, b.names()...)...)
	for _, verb := range verbs {
		cells := []string{verb}
		for _, name := range b.names() {
			cells = append(cells, fmt.Sprintf("%d / %d", b.requests[name][firstUp][verb], b.requests[name][unchangedUp][verb]))
		}
		t.row(cells...)
	}
	return t.String()
}

func number(n int) string {
	if n == 0 {
		return "—"
	}
	return fmt.Sprint(n)
}

// programs are those whose memory is shown, by the pattern of their names.
var programs = [][2]string{
	{"engine", "pulumi"}, {"language host", "pulumi-language-*"}, {"the Go program", "component-go.*"}, {"the Go program", "flat-go.*"},
	{"plugin kubernetes", "pulumi-resource-kubernetes"}, {"plugin seqera-studios", "pulumi-resource-seqera-studios"},
	{"plugin random", "pulumi-resource-random"}, {"plugin tls", "pulumi-resource-tls"},
	{"helm", "helm"}, {"kubectl", "kubectl"},
}

func (b *bench) sizesTable() string {
	t := newTable(append([]string{"peak memory, MB"}, b.names()...)...)
	rows := map[string]map[string]int{}
	var order []string
	for _, p := range programs {
		if rows[p[0]] == nil {
			rows[p[0]] = map[string]int{}
			order = append(order, p[0])
		}
		for _, name := range b.names() {
			for program, peak := range b.memory[name].peak {
				if ok, _ := filepath.Match(p[1], program); ok {
					rows[p[0]][name] = max(rows[p[0]][name], peak)
				}
			}
		}
	}
	for _, row := range order {
		cells := []string{row}
		for _, name := range b.names() {
			cells = append(cells, number(rows[row][name]>>20))
		}
		t.row(cells...)
	}
	together, kept := []string{"all at one moment"}, []string{"kept as state after the first `up`, kB"}
	for _, name := range b.names() {
		together = append(together, number(b.memory[name].together>>20))
		kept = append(kept, number(b.kept[name]>>10))
	}
	t.row(together...)
	t.row(kept...)
	return t.String()
}
