package comment

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/review"
)

func TestMarker(t *testing.T) {
	marker := Marker("shop", "dev", "preview")
	if marker != "<!-- preview-comment shop dev preview -->" {
		t.Error(marker)
	}
	for body, want := range map[string]bool{
		marker + "\ntext": true, marker + "\r\ntext": true, marker: true, "> " + marker: false, "text\n" + marker: false, marker + "x": false,
	} {
		if IsMarked(body, marker) != want {
			t.Errorf("%q: %t", body, !want)
		}
	}
	hostile := Marker("a--> <b>", "c d", "e--f")
	if inner := strings.TrimSuffix(strings.TrimPrefix(hostile, "<!--"), "-->"); strings.Contains(inner, "--") || strings.ContainsAny(inner, "<>") {
		t.Error(hostile)
	}
	if Marker("a b", "c", "") == Marker("a", "b c", "") {
		t.Error("two stacks have one marker")
	}
}

func TestStale(t *testing.T) {
	body := Marker("shop", "dev", "preview") + "\n### Title\n\ntext\n"
	once := Stale(body, "> old")
	twice := Stale(once, "> older")
	if !IsMarked(twice, Marker("shop", "dev", "preview")) || strings.Contains(twice, "> old\n") || !strings.Contains(twice, "> older\n") {
		t.Error(twice)
	}
	if Fresh(twice) != body {
		t.Errorf("%q", Fresh(twice))
	}
	if Fresh(body) != body {
		t.Errorf("%q", Fresh(body))
	}
}

// What matters most is there at every length, what is left out is counted, and no comment is longer than it may be.
func TestFit(t *testing.T) {
	r := &review.Review{Verdict: "Much."}
	for i := range 500 {
		r.Losses = append(r.Losses, fmt.Sprintf("- **Deleted:** loss-%d", i))
		r.Updated = append(r.Updated, fmt.Sprintf("- update-%d", i))
		r.Warnings = append(r.Warnings, fmt.Sprintf("warning-%d", i))
		r.ByHand = append(r.ByHand, fmt.Sprintf("- hand-%d", i))
	}
	r.Pods = []review.Pods{{Order: 1, Name: "web", Effect: review.Restart}}
	subject := Subject{Project: "shop", Stack: "dev", Kind: "preview"}
	for _, limit := range []int{3000, 5000, 9000, 20000, Limit} {
		body := Of(r, subject, limit)
		if len(body) > limit {
			t.Errorf("%d bytes of %d", len(body), limit)
		}
		for _, part := range []string{"loss-0", "`web`", "hand-0"} {
			if !strings.Contains(body, part) {
				t.Errorf("with %d bytes there is no %s", limit, part)
			}
		}
		shown := strings.Count(body, "\n- update-")
		if announced := strings.Contains(body, fmt.Sprintf("*%d of 500 resources are not shown", 500-shown)); announced != (shown < 500) {
			t.Errorf("with %d bytes %d of 500 are shown, and that they are not all is said: %t", limit, shown, announced)
		}
	}
	if strings.Contains(Of(r, subject, Limit), "not shown") {
		t.Error("there was room for all")
	}
}

func TestFooter(t *testing.T) {
	body := Of(&review.Review{}, Subject{Stack: "dev", Kind: "drift", Commit: "0123456789abcdef", CommitURL: "https://example.com/c)<x>", RunURL: "javascript:alert(1)", Newer: "fedcba9876543210"}, Limit)
	for _, part := range []string{"[`0123456789ab`](https://example.com/cx)", "· the run ·", "**Stale:** this is of `0123456789ab`, and the branch is at `fedcba987654` now"} {
		if !strings.Contains(body, part) {
			t.Errorf("no %s in:\n%s", part, body)
		}
	}
	if strings.Contains(body, "javascript") {
		t.Error(body)
	}
}
