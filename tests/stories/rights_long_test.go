//go:build testbed && long

package stories

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

var updateMessages = flag.Bool("messages", false, "write testdata/rights.txt anew, to be read")

const messages = "testdata/rights.txt"

// One right less, and something fails within a minute that names it: Pulumi, and in any case cmd/rights. Without a watch alone
// everything goes through within two, for rollouts are seen later. The messages are in testdata/rights.txt.
func TestLongOneRightLess(t *testing.T) {
	t.Parallel()
	var lock sync.Mutex
	seen := map[string]string{}
	t.Run("without", func(t *testing.T) {
		for _, role := range rights.Roles {
			for _, less := range oneLess(role) {
				t.Run(less.short(), func(t *testing.T) {
					s := begin(t)
					message := s.without(less)
					lock.Lock()
					defer lock.Unlock()
					seen[less.name] = message
				})
			}
		}
	})
	var lines []string
	for name, message := range seen {
		lines = append(lines, name+"\n    "+message+"\n")
	}
	slices.Sort(lines)
	got := strings.Join(lines, "")
	if *updateMessages {
		if err := os.WriteFile(messages, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(messages)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if !strings.Contains(string(want), line) {
			t.Errorf("not in %s:\n%s", messages, line)
		}
	}
}

// lesser is a role that lacks a verb of one of its rules.
type lesser struct {
	rights.Role
	name  string
	rule  rights.Rule
	verb  string
	whole rights.Role
}

// short is for a namespace.
func (l lesser) short() string {
	name := l.whole.Name + "-" + l.verb + "-" + l.rule.Resource
	if len(l.rule.Names) > 0 {
		name += "-own"
	}
	return name
}

func oneLess(role rights.Role) (all []lesser) {
	whole := role.Rules(nil)
	for i, rule := range whole {
		for _, verb := range rule.Verbs {
			rules := slices.Clone(whole)
			rules[i].Verbs = slices.DeleteFunc(slices.Clone(rule.Verbs), func(v string) bool { return v == verb })
			if len(rules[i].Verbs) == 0 {
				rules = slices.Delete(rules, i, i+1)
			}
			less := role
			less.Rules = func(rights.Settings) []rights.Rule { return rules }
			name := strings.TrimSpace(fmt.Sprintf("%s: %s %s %s", role.Name, verb, rule.Resource, strings.Join(rule.Names, ",")))
			all = append(all, lesser{less, name, rule, verb, role})
		}
	}
	return all
}

// without is what Pulumi says with one right less.
func (s *story) without(less lesser) string {
	s.Helper()
	account := s.account(less.Role)
	s.become(account, less.Role)
	missing, isComplete := s.rights(less.whole)
	if isComplete || !strings.Contains(missing, fmt.Sprintf("resources: [%s]", less.rule.Resource)) ||
		!strings.Contains(missing, fmt.Sprintf("verbs: [%s]", less.verb)) || strings.Count(missing, "apiGroups") != 1 {
		s.Errorf("rights does not name what is missing, and nothing else:\n%s", missing)
	}
	steps := [][]string{
		{"up", "--yes", "--skip-preview"},
		{"destroy", "--yes", "--skip-preview", "--exclude", withoutSecrets},
		{"kubectl"},
		{"destroy", "--yes", "--skip-preview", "--refresh"},
	}
	if less.whole.Name == rights.Preview.Name {
		steps = [][]string{{"preview"}}
	}
	for _, step := range steps {
		began := time.Now()
		output, err := s.step(account, step)
		limit := time.Minute
		if less.verb == "watch" {
			limit = 2 * time.Minute // each of four waits for a Deployment is seen up to half a minute late
		}
		if took := time.Since(began); took > limit {
			s.Errorf("%s took %s", step[0], took)
		}
		if err != nil {
			return step[0] + ": " + s.refused(output, less)
		}
	}
	if less.verb != "watch" {
		s.Errorf("everything goes through without the right to %s %s", less.verb, less.rule.Resource)
	}
	return "goes through, later; make rights names it"
}

// step runs Pulumi, or takes away our Secrets by kubectl.
func (s *story) step(account *testbed.Account, step []string) (string, error) {
	if step[0] != "kubectl" {
		return s.try(step...)
	}
	_, err := cluster.Kubectl(s.Context(), s.namespace,
		append([]string{"--kubeconfig", account.Kubeconfig, "delete", "secret"}, rights.Settings{}.OwnSecrets()...)...)
	return fmt.Sprint(err), err
}

// refused is the sentence of the API server, for any namespace. Of what is asked for side by side any may be refused first.
func (s *story) refused(output string, less lesser) string {
	s.Helper()
	sentences := regexp.MustCompile(`(?:[\w.]+ (?:"[\w.-]+" )?|)is forbidden: User "[^"]+" cannot (\w+) resource "(\w+)"[^\n]*?in the namespace "[^"]+"`)
	for _, found := range sentences.FindAllStringSubmatch(output, -1) {
		if found[1] == less.verb && found[2] == less.rule.Resource {
			sentence := strings.ReplaceAll(found[0], s.namespace, "NAMESPACE")
			return regexp.MustCompile(`^(\S+) "[^"]+" is`).ReplaceAllString(sentence, `$1 "NAME" is`)
		}
	}
	s.Errorf("no word of the right to %s %s in:\n%s", less.verb, less.rule.Resource, output)
	return "?"
}
