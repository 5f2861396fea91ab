//go:build testbed && long

package stories

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var (
	seeds   = flag.String("seeds", "1,2,3,4,5", "seeds of TestRandomChanges")
	changes = flag.Int("changes", 10, "random changes of one seed")
)

// The table of pods in the comment of a preview, held against what the update then does: pods with another pod template and new
// pods, fifty random changes of arguments over. None is told falsely, none is missed.
func TestRandomChanges(t *testing.T) {
	everyArgumentChanges(t)
	for _, text := range strings.Split(*seeds, ",") {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		t.Run("seed-"+text, func(t *testing.T) {
			s := begin(t)
			f := s.furnish(seed)
			s.up()
			d := &dice{Rand: rand.New(rand.NewPCG(seed, 0)), alternatives: s.alternatives(f), current: map[string]string{}}
			d.arguments = f.goingWith(d.alternatives)
			for i := range *changes {
				var names []string
				for range 1 + d.IntN(2) {
					argument, edit := d.next()
					names = append(names, s.edit(argument, edit))
				}
				s.holds(fmt.Sprintf("seed %d, change %d: %s", seed, i+1, strings.Join(names, ", ")))
				if t.Failed() {
					return
				}
			}
		})
	}
}

// dice chooses an argument, and something else than it says.
type dice struct {
	*rand.Rand
	arguments    []string
	alternatives map[string][]edit
	current      map[string]string // settings that stand in the stack's configuration, by key
}

func (d *dice) next() (string, edit) {
	for {
		argument := d.arguments[d.IntN(len(d.arguments))]
		edit := d.alternatives[argument][d.IntN(len(d.alternatives[argument]))]
		before := maps.Clone(d.current)
		for _, key := range edit.remove {
			maps.DeleteFunc(d.current, func(set, _ string) bool { return isOf(set, key) })
		}
		for _, pair := range edit.set {
			d.current[pair[0]] = pair[1]
		}
		if !maps.Equal(before, d.current) {
			return argument, edit
		}
	}
}

// isOf tells that a setting is the one of the key, or within it.
func isOf(set, key string) bool {
	rest, isOf := strings.CutPrefix(set, key)
	return isOf && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// pod is one that runs, by its identity, the hash of its template, and when it came and was ready.
type pod struct {
	uid, hash      string
	created, ready time.Time
}

func (s *story) livePods() map[string][]pod {
	s.Helper()
	const columns = `jsonpath={range .items[*]}{.metadata.uid} {.metadata.labels.pod-template-hash}{.metadata.labels.controller-revision-hash} ` +
		`{.metadata.creationTimestamp} {.status.conditions[?(@.type=="Ready")].lastTransitionTime}{"\n"}{end}`
	all := map[string][]pod{}
	for name, label := range workloads {
		s.settledPods(label)
		for line := range strings.Lines(s.kubectl("get", "pods", "-l", label, "-o", columns)) {
			fields := strings.Fields(line)
			if len(fields) != 4 {
				s.Fatalf("a pod of %s: %q", name, line)
			}
			all[name] = append(all[name], pod{fields[0], fields[1], s.latest(fields[2]), s.latest(fields[3])})
		}
	}
	return all
}

// told is a row of the table of pods.
type told struct {
	order         int
	what          string
	before, after int
}

var (
	rowOf   = regexp.MustCompile("(?m)^\\| (\\d+)\\. \\*\\*`(.+?)`\\*\\*.*? \\| (.+?) \\| ")
	scaleOf = regexp.MustCompile(`(\d+) → (\d+) pods`)
	countOf = regexp.MustCompile(`, (\d+) pods?$`)
)

func rows(comment string) map[string]told {
	all := map[string]told{}
	for _, match := range rowOf.FindAllStringSubmatch(comment, -1) {
		row := told{what: match[3], before: -1, after: -1}
		row.order, _ = strconv.Atoi(match[1])
		if scale := scaleOf.FindStringSubmatch(row.what); scale != nil {
			row.before, _ = strconv.Atoi(scale[1])
			row.after, _ = strconv.Atoi(scale[2])
		} else if count := countOf.FindStringSubmatch(row.what); count != nil {
			row.after, _ = strconv.Atoi(count[1])
		}
		all[match[2]] = row
	}
	return all
}

// holds previews, updates, and compares.
func (s *story) holds(change string) {
	s.Helper()
	before := s.livePods()
	p := s.previewed("")
	comment, code := s.comment(p)
	if code == 12 {
		s.Fatalf("%s: the preview failed:\n%s", change, comment)
	}
	table := rows(comment)
	s.up()
	after := s.livePods()
	for name := range workloads {
		got, want := happened(before[name], after[name]), table[name].foretold(before[name])
		if strings.HasPrefix(table[name].what, "**replaced**") { // under another name, with whatever template
			got = strings.TrimSuffix(got, anotherTemplate)
		}
		if got != want {
			s.Errorf("%s: %s: %s, and the comment says %q (%s)\n%s", change, name, got, table[name].what, want, comment)
		}
	}
	s.inOrder(change, table, before, after)
	s.Logf("%s: %s", change, summary(table))
}

// foretold is what a row says, in the words of happened.
func (row told) foretold(before []pod) string {
	after := row.after
	if after < 0 {
		after = len(before)
	}
	switch {
	case row.what == "":
		return fmt.Sprintf("%d kept, 0 new", len(before))
	case strings.Contains(row.what, "no restart"):
		return fmt.Sprintf("%d kept, %d new", min(len(before), after), max(0, after-len(before)))
	case strings.HasPrefix(row.what, "**replaced**"):
		return fmt.Sprintf("0 kept, %d new", after)
	case strings.HasPrefix(row.what, "**restart**"):
		return fmt.Sprintf("0 kept, %d new", after) + anotherTemplate
	}
	return "?"
}

const anotherTemplate = ", another template"

func happened(before, after []pod) string {
	kept := 0
	hashes, old := map[string]bool{}, map[string]bool{}
	for _, p := range before {
		old[p.hash] = true
	}
	for _, p := range after {
		hashes[p.hash] = true
		if slices.ContainsFunc(before, func(b pod) bool { return b.uid == p.uid }) {
			kept++
		}
	}
	text := fmt.Sprintf("%d kept, %d new", kept, len(after)-kept)
	for hash := range hashes {
		if !old[hash] && !strings.HasSuffix(text, anotherTemplate) {
			text += anotherTemplate
		}
	}
	return text
}

// inOrder reads the pods' own times, which are whole seconds: of two orders the later one began when the one before was ready.
func (s *story) inOrder(change string, table map[string]told, before, after map[string][]pod) {
	s.Helper()
	span := func(name string) (began, ready time.Time) {
		for _, p := range after[name] {
			if slices.ContainsFunc(before[name], func(b pod) bool { return b.uid == p.uid }) {
				continue
			}
			if began.IsZero() || p.created.Before(began) {
				began = p.created
			}
			if p.ready.After(ready) {
				ready = p.ready
			}
		}
		return began, ready
	}
	for first, a := range table {
		for second, b := range table {
			_, ready := span(first)
			began, _ := span(second)
			if a.order < b.order && !began.IsZero() && !ready.IsZero() && began.Before(ready) {
				s.Errorf("%s: %s began at %s, before %s was ready at %s", change, second, began, first, ready)
			}
		}
	}
}

func summary(table map[string]told) string {
	var all []string
	for name, row := range table {
		all = append(all, fmt.Sprintf("%d %s %s", row.order, name, row.what))
	}
	if len(all) == 0 {
		return "nothing happens to pods"
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}
