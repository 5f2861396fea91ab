package component_test

import (
	"math/rand/v2"
	"testing"
)

// covering are rows of options, one for each of several choices, such that every two options of two choices meet in a row. Each
// row begins with two that have not met, and takes of every other choice what meets most for the first time. The same seed makes
// the same rows.
func covering(options []int, seed uint64) (rows [][]int) {
	dice := rand.New(rand.NewPCG(seed, 0))
	met := map[[4]int]bool{}
	for a := range options {
		for b := range a {
			for i := range options[a] {
				for j := range options[b] {
					if !met[[4]int{a, i, b, j}] {
						rows = append(rows, row(options, map[int]int{a: i, b: j}, met, dice))
					}
				}
			}
		}
	}
	return rows
}

func row(options []int, chosen map[int]int, met map[[4]int]bool, dice *rand.Rand) []int {
	for _, c := range dice.Perm(len(options)) {
		if _, isChosen := chosen[c]; isChosen {
			continue
		}
		best, most := 0, -1
		for _, option := range dice.Perm(options[c]) {
			meets := 0
			for other, i := range chosen {
				if !met[pair(c, option, other, i)] {
					meets++
				}
			}
			if meets > most {
				best, most = option, meets
			}
		}
		chosen[c] = best
	}
	whole := make([]int, len(options))
	for c, i := range chosen {
		whole[c] = i
		for other, j := range chosen {
			met[pair(c, i, other, j)] = true
		}
	}
	return whole
}

// pair is the same whichever comes first.
func pair(a, i, b, j int) [4]int {
	if a < b {
		a, i, b, j = b, j, a, i
	}
	return [4]int{a, i, b, j}
}

func TestCovering(t *testing.T) {
	options := []int{3, 1, 4, 2, 5, 3, 3}
	rows := covering(options, 1)
	for a := range options {
		for b := range a {
			met := map[[2]int]bool{}
			for _, row := range rows {
				met[[2]int{row[a], row[b]}] = true
			}
			if len(met) != options[a]*options[b] {
				t.Errorf("of choices %d and %d, %d pairs meet, not %d", a, b, len(met), options[a]*options[b])
			}
		}
	}
	if all := 3 * 4 * 2 * 5 * 3 * 3; len(rows) >= all/20 {
		t.Errorf("%d rows are hardly fewer than all %d", len(rows), all)
	}
}
