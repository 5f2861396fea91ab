package main

import "testing"

// One licence that does not go with ours is enough, and so is none.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		found []string
		want  string
	}{
		{[]string{"MIT"}, ""},
		{[]string{"MIT", "AGPL-3.0"}, "NOT COMPATIBLE"},
		{nil, "NO LICENCE FOUND"},
	} {
		if got := judge(c.found); got != c.want {
			t.Errorf("%v is %q, not %q", c.found, got, c.want)
		}
	}
}
