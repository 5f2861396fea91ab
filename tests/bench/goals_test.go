package main

import "testing"

// What grows with the square of its size is noticed.
func TestGrowthGoal(t *testing.T) {
	grows := func(cost func(n int) int) (all []grown) {
		for _, size := range []int{1, 10, 50} {
			g := grown{instances, size, map[step]float64{}, map[step]int{}}
			for _, at := range grownSteps {
				g.seconds[at], g.requests[at] = 1+float64(size), cost(size)
			}
			all = append(all, g)
		}
		return all
	}
	if g := growthGoal(instances, grows(func(n int) int { return 4 + 30*n })); !g.isMet {
		t.Errorf("linear, and yet missed: %s", g.measured)
	}
	if g := growthGoal(instances, grows(func(n int) int { return 4 + 30*n + n*n })); g.isMet {
		t.Errorf("a square, and yet met: %s", g.measured)
	}
}

// A workload that is rolled out twice, or that a flat program leaves alone, misses the goal.
func TestRolloutsGoal(t *testing.T) {
	for name, c := range map[string]struct {
		made  map[string]int
		isMet bool
	}{
		"once":            {map[string]int{"connect-proxy": 1}, true},
		"twice":           {map[string]int{"connect-proxy": 2}, false},
		"another besides": {map[string]int{"connect-proxy": 1, "backend": 1}, false},
	} {
		b := &bench{rollouts: map[string]map[step]map[string]int{}}
		for _, contender := range []string{componentGo, componentYAML, flatGo, flatYAML} {
			b.rollouts[contender] = map[step]map[string]int{changedUp: {"connect-proxy": 1}}
		}
		b.rollouts[componentYAML][changedUp] = c.made
		if g := b.rolloutsGoal(); g.isMet != c.isMet {
			t.Errorf("%s: met is %t: %s", name, g.isMet, g.measured)
		}
	}
}
