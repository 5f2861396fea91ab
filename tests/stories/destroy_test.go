//go:build testbed

package stories

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// After a destroy the Platform is as it was before, but for what docs/design/0003-destroy.md states and justifies.
func TestDestroyLeavesAHealthyPlatform(t *testing.T) {
	s := begin(t)
	before := s.objects()
	s.up()
	s.pulumi("destroy", "--yes", "--skip-preview")
	s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	s.pods()
	got := differences(before, s.objects())

	// By hand, from the sample Platform: the placeholders that Seqera's template ships are variables of Studios, which
	// is off now; tower.yml keeps the two lines, as its key cannot be given back without taking the document along; and
	// its patch leaves its marks, as it stays.
	want := []string{
		"ConfigMap/platform-backend-cfg data.TOWER_DATA_STUDIO_CONNECT_URL removed",
		"ConfigMap/platform-backend-cfg data.TOWER_DATA_STUDIO_TEMPLATES_JUPYTERGA_REPOSITORY removed",
		"ConfigMap/platform-backend-cfg data.TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN removed",
		"ConfigMap/tower-yml data.tower.yml changed",
		"ConfigMap/tower-yml metadata.annotations.pulumi.com/patchFieldManager added",
		"ConfigMap/tower-yml metadata.annotations.pulumi.com/patchForce added",
		"ConfigMap/tower-yml metadata.annotations.seqera-studios/written-over added",
	}
	if !slices.Equal(got, want) {
		t.Errorf("differences:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	s.checkTowerYml()
	s.equal("what is left of ours", s.kubectl("get", "deployments,statefulsets,services,secrets,ingresses,configmaps",
		"-l", "app.kubernetes.io/name=seqera-studios", "-o", "name"), "")

	// The last rollouts began when the variables were gone: no pod runs with a key file that is not there.
	s.environmentWasOffBeforeRollout()

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

// environmentWasOffBeforeRollout compares what the API server noted: kubelets read the ConfigMap after a pod is made.
func (s *story) environmentWasOffBeforeRollout() {
	s.Helper()
	s.equal("PEM path", s.get("deployment/backend", `.spec.template.spec.containers[0].env[?(@.name=="TOWER_OIDC_PEM_PATH")].value`), "")
	var configMap struct {
		Metadata struct {
			ManagedFields []struct {
				Manager string
				Time    time.Time
			}
		}
	}
	s.must(json.Unmarshal([]byte(s.kubectl("get", "configmap/platform-backend-cfg", "-o", "json", "--show-managed-fields")), &configMap))
	for _, entry := range configMap.Metadata.ManagedFields {
		if entry.Manager == "seqera-studios" {
			s.Errorf("seqera-studios still owns fields, since %s", entry.Time)
		}
	}
}

// objects are all objects of the Platform, without what the API server and its controllers write in them.
func (s *story) objects() map[string]map[string]string {
	s.Helper()
	var list struct{ Items []map[string]any }
	s.must(json.Unmarshal([]byte(s.kubectl("get", "deployments,services,ingresses,configmaps,secrets,statefulsets", "-o", "json")), &list))
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
