//go:build testbed

package component_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// opinion is of a kind of refusal: of ours that the API server does not share, or of the API server's that is its own to say.
type opinion struct {
	Says string `yaml:"says"` // is part of the refusal
	Why  string `yaml:"why"`
	seen bool
}

// opinions are in testdata/opinions.yaml. Each has to be met with, or it is not needed.
type opinions struct {
	Ours   []*opinion `yaml:"ours"`
	Theirs []*opinion `yaml:"theirs"`
}

// Our verdict and the API server's agree: it takes what we take, and of what we refuse and it would take there is a reason.
func TestVerdicts(t *testing.T) {
	ctx := t.Context()
	server := apiServer(t)
	known := readOpinions(t)

	all := graphs()
	if len(all) < 300 {
		t.Errorf("there are %d graphs", len(all))
	}
	count := map[string]int{}
	for i := 0; i < len(all); i += everyNth {
		g := all[i]
		ours, theirs := g.ours(), g.theirs(ctx, server)
		count[fmt.Sprintf("refused by us %t, by the API server %t", len(ours) > 0, len(theirs) > 0)]++
		switch {
		case len(ours) == 0 && g.isOutside:
			t.Errorf("%s is outside of the rules, and taken", g)
		case len(ours) > 0 && !g.isOutside:
			t.Errorf("%s is inside of the rules, and refused:\n%s", g, strings.Join(ours, "\n"))
		case len(ours) == 0:
			known.has(t, known.Theirs, theirs, "the API server refuses what we take", g)
		case len(theirs) == 0:
			known.has(t, known.Ours, ours, "we refuse what the API server takes", g)
		}
	}
	t.Logf("of %d graphs: %v", len(all), count)
	if everyNth > 1 {
		return
	}
	for _, o := range slices.Concat(known.Ours, known.Theirs) {
		if !o.seen {
			t.Errorf("nothing says %q", o.Says)
		}
	}
}

// apiServer is that of a cluster with a Platform, and with all kinds of objects that we make.
func apiServer(t *testing.T) *testbed.Server {
	t.Helper()
	tools, err := testbed.Build(t.Context(), os.Stderr, testbed.Tests)
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := testbed.StartCluster(t.Context(), tools)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cluster.Stop() })
	server, err := cluster.Server()
	if err := errors.Join(err, cluster.InstallPlatform(t.Context(), "seqera"), cluster.InstallGatewayAPI(t.Context()),
		cluster.InstallEnvoyGateway(t.Context()), cluster.InstallGKE(t.Context())); err != nil {
		t.Fatal(err)
	}
	return server
}

func readOpinions(t *testing.T) (known opinions) {
	t.Helper()
	text, err := os.ReadFile("testdata/opinions.yaml")
	if err == nil {
		err = yaml.Unmarshal(text, &known)
	}
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// has finds a reason for each refusal.
func (opinions) has(t *testing.T, known []*opinion, refusals []string, what string, g graph) {
	t.Helper()
	for _, refusal := range refusals {
		i := slices.IndexFunc(known, func(o *opinion) bool { return strings.Contains(refusal, o.Says) })
		if i < 0 {
			t.Errorf("%s, and testdata/opinions.yaml does not say why: %s\n  %s", what, g, shortened(refusal))
			continue
		}
		known[i].seen = true
	}
}

// graph is what one set of arguments declares. A later option wins.
type graph struct {
	options   []given
	isOutside bool
	name      string
}

// graphs are of every pair of options that are inside of the rules, and of each that is outside in one of those.
func graphs() (all []graph) {
	var options []int
	for _, c := range choices {
		options = append(options, 1+len(c.inside))
	}
	rows := covering(options, 1)
	chosen := func(row []int) (of []given) {
		for i, option := range row {
			of = append(of, slices.Concat([]given{nil}, choices[i].inside)[option])
		}
		return of
	}
	for i, row := range rows {
		all = append(all, graph{chosen(row), false, fmt.Sprint("row ", i)})
	}
	for i, c := range choices {
		for _, outside := range slices.Concat(c.outside, c.refused()) {
			row := len(all) % len(rows)
			of := chosen(rows[row])
			of[i] = nil
			all = append(all, graph{append(of, outside), true, shortened(fmt.Sprintf("row %d with %v", row, map[string]any(outside)))})
		}
	}
	return all
}

// refused are the values that refused_test.go has of a choice's arguments, each in the place of one inside.
func (c choice) refused() (all []given) {
	done := map[string]bool{}
	for _, option := range c.inside {
		for _, path := range slices.Sorted(maps.Keys(option)) {
			leaf := leafOf(path)
			if bad, isListed := refused[leaf]; isListed && !done[leaf] {
				done[leaf] = true
				outside := maps.Clone(option)
				outside[path] = bad.value
				all = append(all, outside)
			}
		}
	}
	return all
}

func (g graph) args() *component.StudiosArgs {
	args := minimal()
	args.Platform = &component.PlatformArgs{Version: pulumi.String("26.2")}
	for _, option := range g.options {
		option.apply(args)
	}
	return args
}

func (g graph) String() string { return g.name }

// shortened leaves out what makes names and annotations as long as they may be.
func shortened(text string) string {
	text = regexp.MustCompile(`[aA.]{40,}`).ReplaceAllString(text, "aaa…")
	return text[:min(len(text), 1000)]
}

// ours are our refusals.
func (g graph) ours() (refusals []string) {
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", g.args())
		return err
	})
	if err == nil {
		return nil
	}
	_, list, _ := strings.Cut(err.Error(), "nothing was changed:\n")
	for line := range strings.SplitSeq(list, "\n") {
		if strings.HasPrefix(line, "  ") {
			refusals = append(refusals, strings.TrimSpace(line))
		}
	}
	if len(refusals) == 0 {
		return []string{err.Error()}
	}
	return refusals
}

// theirs are the API server's refusals of what is declared without our rules. What cannot be declared at all it never sees.
func (g graph) theirs(ctx context.Context, server *testbed.Server) (refusals []string) {
	declared, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		return component.DeclareAnyway(ctx, "studios", g.args())
	})
	if err != nil {
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(declared)) {
		object := declared[key].Revealed
		if object["apiVersion"] == nil || object["kind"] == nil {
			continue // is none of Kubernetes
		}
		if strings.HasSuffix(key, ":DeploymentPatch") {
			continue // is no whole one: what it belongs to has more fields that must be there
		}
		if text, err := json.Marshal(object); err != nil || strings.Contains(string(text), "[unknown]") {
			continue
		}
		if err := server.DryRun(ctx, object); err != nil {
			refusals = append(refusals, err.Error())
		}
	}
	return refusals
}
