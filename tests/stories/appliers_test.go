//go:build testbed

package stories

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// applier is somebody who owns a Platform by server-side apply, under the field manager of his tool.
type applier struct {
	manager string
	force   bool // takes what others hold with another value
	heals   bool // applies again and again, whether anything has changed or not
}

var appliers = map[string]applier{
	"kubectl":        {manager: "kubectl"},
	"kubectl-forced": {manager: "kubectl", force: true},
	"argo-cd":        {manager: "argocd-controller", force: true, heals: true},
	"flux":           {manager: "kustomize-controller", force: true, heals: true},
}

func (a applier) apply(s *story, manifests string) error {
	args := []string{"apply", "--server-side", "--field-manager=" + a.manager, "--filename", s.file(manifests)}
	if a.force {
		args = append(args, "--force-conflicts")
	}
	_, err := cluster.Kubectl(s.Context(), s.namespace, args...)
	return err
}

// during has one who heals apply his manifests all the time while something is done.
func (a applier) during(s *story, manifests string, do func()) {
	s.Helper()
	if !a.heals {
		do()
		return
	}
	done := make(chan struct{})
	var loop sync.WaitGroup
	loop.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(500 * time.Millisecond):
				if err := a.apply(s, manifests); err != nil && s.Context().Err() == nil {
					s.Errorf("while it goes on: %v", err)
				}
			}
		}
	})
	defer loop.Wait()
	defer close(done)
	do()
}

var (
	writtenLine  = regexp.MustCompile(`(?m)^ +(TOWER_\w+): ("[^"]*")$`)
	takenOutLine = regexp.MustCompile(`(?m)^ +(TOWER_\w+) \(take it out\)$`)
	documentLine = regexp.MustCompile(`(?m)^ +allowed-workspaces: (.+)$`)
)

// taught are manifests in which everything is written that a refusal asks for.
func taught(manifests, refusal string) string {
	line := func(name string) *regexp.Regexp { return regexp.MustCompile(`(?m)^  ` + name + `: .*\n`) }
	for _, match := range writtenLine.FindAllStringSubmatch(refusal, -1) {
		manifests = line(match[1]).ReplaceAllLiteralString(manifests, "  "+match[1]+": "+match[2]+"\n")
	}
	for _, match := range takenOutLine.FindAllStringSubmatch(refusal, -1) {
		manifests = line(match[1]).ReplaceAllLiteralString(manifests, "")
	}
	if match := documentLine.FindStringSubmatch(refusal); match != nil {
		const document = "  tower.yml: |\n"
		manifests = strings.Replace(manifests, document, document+"    tower:\n      data-studio:\n        allowed-workspaces: "+match[1]+"\n", 1)
	}
	return manifests
}

// Who owns a Platform by server-side apply is told what to write before Studios comes; then both live together, also where
// he applies all the time.
func TestLifeWithAppliers(t *testing.T) {
	t.Parallel()
	each(t, lifeWithApplier, "kubectl", "argo-cd")
}

func lifeWithApplier(t *testing.T, name string) {
	owner := appliers[name]
	version := map[bool]string{true: "25.3", false: "26.1"}[name == "kubectl" || name == "flux"]
	manifests, err := testbed.Stock(version)
	s := beginOwned(t, func(s *story) {
		s.must(err)
		s.kubectl("create", "namespace", s.namespace)
		s.must(owner.apply(s, manifests))
		s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	})
	refusal := s.fails("preview")
	s.contains(refusal, `"`+owner.manager+`" applies ConfigMap "tower-backend-cfg" with other values than Studios needs`)
	manifests = taught(manifests, refusal)
	s.must(owner.apply(s, manifests))
	before := s.objects()
	owner.during(s, manifests, func() { s.up() })
	s.nochange()

	templates := s.templates()
	s.must(owner.apply(s, manifests))
	s.nochange()
	another := strings.Replace(manifests, "TOWER_CONTACT_EMAIL: ", "TOWER_EXAMPLE: new\n  TOWER_CONTACT_EMAIL: ", 1)
	s.must(owner.apply(s, another))
	owner.during(s, another, func() { s.up() })
	s.nochange()
	s.equal("restarts for a setting of the owner's", s.rolled(templates), "")

	owner.during(s, manifests, func() { s.pulumi("destroy", "--yes", "--skip-preview") })
	s.must(owner.apply(s, manifests))
	if got := differences(before, s.objects()); len(got) > 0 {
		t.Errorf("after destroy and apply there differ:\n%s", strings.Join(got, "\n"))
	}
}

// each runs a story of some appliers; of the others it is one of the long ones.
func each(t *testing.T, story func(*testing.T, string), names ...string) {
	for _, name := range names {
		t.Run(name, func(t *testing.T) { story(t, name) })
	}
}

// Who moves to server-side apply while Studios is there is told by the API server, or, where he takes by force, in our next preview.
func TestOwnerMovesToServerSideApply(t *testing.T) {
	t.Parallel()
	each(t, ownerMovesToApply, "kubectl", "flux")
}

func ownerMovesToApply(t *testing.T, name string) {
	owner := appliers[name]
	version := map[bool]string{true: "25.3", false: "26.1"}[name == "kubectl" || name == "argo-cd"]
	manifests, err := testbed.Stock(version)
	s := beginOwned(t, func(s *story) {
		s.must(err)
		s.must(cluster.InstallStock(t.Context(), s.namespace, version))
	})
	s.up()
	s.nochange()
	told := ""
	switch err := owner.apply(s, manifests); {
	case owner.force:
		s.must(err)
		told = s.fails("preview")
		s.contains(told, `"`+owner.manager+`" applies ConfigMap "tower-backend-cfg" with other values than Studios needs`)
	case err == nil:
		t.Fatal("nothing is in conflict")
	default:
		s.contains(err.Error(), `conflicts with "seqera-studios"`, ".data.tower.yml")
		s.nochange()
		told = conflictLine.ReplaceAllString(err.Error(), "\n    $1 (take it out)\n") + "\n    allowed-workspaces: null\n"
	}
	manifests = taught(manifests, told)
	if !owner.force { // the document is one value, which two can only share if it is the same to the letter
		s.must(applier{owner.manager, true, false}.apply(s, manifests))
	}
	s.must(owner.apply(s, manifests))
	s.up()
	s.nochange()
	s.must(owner.apply(s, manifests))
	owner.during(s, manifests, func() { s.up() })
	s.nochange()
	s.pulumi("destroy", "--yes", "--skip-preview")
	s.must(owner.apply(s, manifests))
	if left := slices.DeleteFunc(keys(s.objects()), func(name string) bool { return !strings.Contains(name, "connect-") }); len(left) > 0 {
		t.Errorf("left are %v", left)
	}
}

var conflictLine = regexp.MustCompile(`\.data\.(TOWER_\w+)`)
