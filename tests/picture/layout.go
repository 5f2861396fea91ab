package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

const (
	width, boxWidth, boxHeight, rowHeight = 880, 158, 38, 70
	gapWidth                              = 16 // between boxes, and what an arrow needs that passes a row
)

type point struct{ x, y int }

// layout is where everything stands.
type layout struct {
	rows  [][]string
	ways  [][]string // of each arrow: where it begins, the places where it passes rows, where it ends
	upper map[string][]string
	lower map[string][]string
	at    map[string]point // the middle of the upper edge
}

// layout puts what is needed above what needs it, as near as may be, and leaves room in the rows that an arrow passes.
func (g *graph) layout() *layout {
	l := &layout{upper: map[string][]string{}, lower: map[string][]string{}, at: map[string]point{}}
	row := g.rows()
	l.rows = make([][]string, slices.Max(slices.Collect(maps.Values(row)))+1)
	for _, id := range slices.Sorted(maps.Keys(row)) {
		l.rows[row[id]] = append(l.rows[row[id]], id)
	}
	for _, to := range slices.Sorted(maps.Keys(g.before)) {
		for _, from := range g.before[to] {
			way := []string{from}
			for r := row[from] + 1; r < row[to]; r++ {
				passage := fmt.Sprintf("%s>%s@%d", from, to, r)
				l.rows[r] = append(l.rows[r], passage)
				way = append(way, passage)
			}
			l.ways = append(l.ways, append(way, to))
		}
	}
	for _, way := range l.ways {
		for i := range way[1:] {
			l.lower[way[i]], l.upper[way[i+1]] = append(l.lower[way[i]], way[i+1]), append(l.upper[way[i+1]], way[i])
		}
	}
	l.place(g)
	for range 12 {
		l.sort(l.upper)
		l.place(g)
		l.sort(l.lower)
		l.place(g)
	}
	return l
}

// rows are as far down as what needs a resource allows.
func (g *graph) rows() map[string]int {
	row := map[string]int{}
	for id := range g.resources {
		row[id] = g.depth(id)
	}
	for range row {
		for id := range row {
			latest := -1
			for to, all := range g.before {
				if slices.Contains(all, id) && (latest < 0 || row[to]-1 < latest) {
					latest = row[to] - 1
				}
			}
			row[id] = max(row[id], latest)
		}
	}
	return row
}

// sort brings each row into an order in which few arrows cross, by the middle of what is next to each.
func (l *layout) sort(beside map[string][]string) {
	middle := func(id string) int {
		sum := 0
		for _, other := range beside[id] {
			sum += l.at[other].x
		}
		if len(beside[id]) == 0 {
			return l.at[id].x
		}
		return sum / len(beside[id])
	}
	for _, row := range l.rows {
		slices.SortStableFunc(row, func(a, b string) int { return cmp.Compare(middle(a), middle(b)) })
	}
}

// place centres each row.
func (l *layout) place(g *graph) {
	room := func(id string) int {
		if g.resources[id].name == "" {
			return gapWidth
		}
		return boxWidth + gapWidth
	}
	for r, row := range l.rows {
		x := width / 2
		for _, id := range row {
			x -= room(id) / 2
		}
		for _, id := range row {
			l.at[id] = point{x + room(id)/2, r*rowHeight + 2}
			x += room(id)
		}
	}
}
