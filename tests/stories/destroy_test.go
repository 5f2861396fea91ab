//go:build testbed

package stories

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// staysAfterDestroy is how the Platform differs after a destroy from what it was before. By hand, from the sample Platform: the
// placeholders that Seqera's template ships are variables of Studios, which is off now; tower.yml keeps the two lines, as its key
// cannot be given back without taking the document along; and its patch leaves its marks, as it stays.
var staysAfterDestroy = []string{
	"ConfigMap/platform-backend-cfg data.TOWER_DATA_STUDIO_CONNECT_URL removed",
	"ConfigMap/platform-backend-cfg data.TOWER_DATA_STUDIO_TEMPLATES_JUPYTERGA_REPOSITORY removed",
	"ConfigMap/platform-backend-cfg data.TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN removed",
	"ConfigMap/tower-yml data.tower.yml changed",
	"ConfigMap/tower-yml metadata.annotations.pulumi.com/patchFieldManager added",
	"ConfigMap/tower-yml metadata.annotations.pulumi.com/patchForce added",
	"ConfigMap/tower-yml metadata.annotations.seqera-studios/written-over added",
}

// After a destroy the Platform is as it was before, but for what docs/design/0003-destroy.md states and justifies.
func TestDestroyLeavesAHealthyPlatform(t *testing.T) {
	s := begin(t)
	before := s.objects()
	s.up()
	began := s.watchPods()
	s.pulumi("destroy", "--yes", "--skip-preview")
	s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	s.pods()
	for _, name := range []string{"backend", "cron"} { // one rollout for each way: docs/design/0018
		s.equal("revision of "+name+" after update and destroy", s.revision(name), "3")
	}
	s.lastPodsReadNothingOfStudios(began())
	got := differences(before, s.objects())
	if !slices.Equal(got, staysAfterDestroy) {
		t.Errorf("differences:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(staysAfterDestroy, "\n"))
	}
	s.checkTowerYml()
	s.equal("what is left of ours", s.kubectl("get", "deployments,statefulsets,services,secrets,ingresses,configmaps,poddisruptionbudgets",
		"-l", "app.kubernetes.io/name=seqera-studios", "-o", "name"), "")

	s.up()
	s.nochange()
}

// A Deployment or a namespace that the Platform's owner has deleted meanwhile is nothing to give back to: with a refresh, as
// `make destroy` does, the rest goes.
func TestDestroyOfWhatIsGone(t *testing.T) {
	t.Parallel()
	t.Run("deployment", func(t *testing.T) {
		s := begin(t)
		s.up()
		s.kubectl("delete", "deployment/cron")
		s.pulumi("destroy", "--refresh", "--yes", "--skip-preview")
		s.equal("what is left", s.kubectl("get", "deployments,secrets,configmaps", "-l", "app.kubernetes.io/name=seqera-studios", "-o", "name"), "")
	})
	t.Run("namespace", func(t *testing.T) {
		s := begin(t)
		s.up()
		s.kubectl("delete", "namespace", s.namespace)
		s.pulumi("destroy", "--refresh", "--yes", "--skip-preview")
	})
}

// watchPods notes the resourceVersion at which each pod of backend and cron is made: those of all objects are in one order.
func (s *story) watchPods() (began func() map[string]int) {
	s.Helper()
	ctx, stop := context.WithCancel(s.Context())
	watch := cluster.KubectlCommand(ctx, s.namespace, "get", "pods", "-l", "app in (backend, cron)", "--watch-only",
		"-o", `jsonpath={.metadata.name} {.metadata.resourceVersion}{"\n"}`)
	var output bytes.Buffer
	watch.Stdout = &output
	s.must(watch.Start())
	return func() map[string]int {
		stop()
		_ = watch.Wait() // it was stopped
		first := map[string]int{}
		for line := range strings.Lines(output.String()) {
			name, version, _ := strings.Cut(strings.TrimSpace(line), " ")
			if _, isKnown := first[name]; !isKnown {
				first[name], _ = strconv.Atoi(version)
			}
		}
		return first
	}
}

// lastPodsReadNothingOfStudios holds the pods that are left against the last change of what they read at start.
func (s *story) lastPodsReadNothingOfStudios(began map[string]int) {
	s.Helper()
	off, err := strconv.Atoi(s.get("configmap/platform-backend-cfg", ".metadata.resourceVersion"))
	s.must(err)
	left := strings.Fields(s.kubectl("get", "pods", "-l", "app in (backend, cron)", "-o", "jsonpath={.items[*].metadata.name}"))
	for _, pod := range left {
		if began[pod] <= off {
			s.Errorf("%s was made at %d, and Studios was off at %d", pod, began[pod], off)
		}
	}
	s.equal("managers", s.kubectl("get", "configmap/platform-backend-cfg", "-o", "jsonpath={.metadata.managedFields[?(@.manager=='seqera-studios')].manager}",
		"--show-managed-fields"), "")
}

// objects are all objects of the Platform, without what the API server and its controllers write in them.
func (s *story) objects() map[string]map[string]string {
	s.Helper()
	var list struct{ Items []map[string]any }
	s.must(json.Unmarshal([]byte(s.kubectl("get", "deployments,services,ingresses,configmaps,secrets,statefulsets,poddisruptionbudgets,horizontalpodautoscalers,networkpolicies,serviceaccounts", "-o", "json")), &list))
	all := map[string]map[string]string{}
	for _, item := range list.Items {
		metadata := item["metadata"].(map[string]any)
		for _, written := range []string{"resourceVersion", "uid", "creationTimestamp", "generation"} {
			delete(metadata, written)
		}
		if annotations, ok := metadata["annotations"].(map[string]any); ok {
			delete(annotations, "deployment.kubernetes.io/revision")
		}
		delete(item, "status")
		fields := map[string]string{}
		flatten(fields, "", item)
		all[fmt.Sprintf("%s/%s", item["kind"], metadata["name"])] = fields
	}
	return all
}

func flatten(into map[string]string, path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, entry := range value {
			flatten(into, strings.TrimPrefix(path+"."+key, "."), entry)
		}
	case []any:
		for i, entry := range value {
			flatten(into, fmt.Sprintf("%s[%d]", path, i), entry)
		}
	default:
		into[path] = fmt.Sprint(value)
	}
}

func differences(before, after map[string]map[string]string) []string {
	var all []string
	for _, name := range keys(before, after) {
		for _, path := range keys(before[name], after[name]) {
			old, was := before[name][path]
			now, is := after[name][path]
			switch {
			case !is:
				all = append(all, name+" "+path+" removed")
			case !was:
				all = append(all, name+" "+path+" added")
			case old != now:
				all = append(all, name+" "+path+" changed")
			}
		}
	}
	return all
}

func keys[V any](maps ...map[string]V) []string {
	var all []string
	for _, one := range maps {
		for key := range one {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
