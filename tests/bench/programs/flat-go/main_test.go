package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/toweryml"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// What the benchmark compares is the same work: the same objects, waited for in the same way, each after the same others. The
// benchmark itself holds what everybody leaves in a cluster to each other, but it is run seldom.
func TestDeclaresWhatTheComponentDoes(t *testing.T) {
	recorder.Alter = func(facts map[string]any) {
		facts["ingresses"] = []any{map[string]any{
			"name": "front-ingress", "hosts": []string{"platform.example.com"}, "annotations": annotationsOfTheSample(t),
		}}
	}
	defer func() { recorder.Alter = nil }()
	whole, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", &component.StudiosArgs{
			Namespace:   pulumi.String("seqera"),
			PlatformURL: pulumi.String("https://platform.example.com"),
			ConnectURL:  pulumi.String("https://connect.example.com"),
			Redis:       component.RedisArgs{Address: pulumi.String("redis.example.com:6379")},
			Ingress:     &component.IngressArgs{CopyFrom: pulumi.String("front-ingress")},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	document, _ := recorder.Platform["kubernetes:core/v1:ConfigMap"]["data"].ObjectValue()["tower.yml"].V.(string)
	edited, err := toweryml.Edit(document, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("tower.yml", []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}
	flat, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		return (&program{ctx: ctx, namespace: "seqera", logLevel: "info"}).declare()
	})
	if err != nil {
		t.Fatal(err)
	}
	want, got := work(t, whole), work(t, flat)
	for label := range maps.Keys(want) {
		if got[label] != want[label] {
			t.Errorf("%s: the component declares\n%s\nand the flat program\n%s", label, want[label], got[label])
		}
	}
	for label := range maps.Keys(got) {
		if want[label] == "" {
			t.Errorf("%s: only the flat program declares\n%s", label, got[label])
		}
	}
}

// annotationsOfTheSample are those of the Ingress from which ours is copied.
func annotationsOfTheSample(t *testing.T) map[string]any {
	in := yaml.NewDecoder(strings.NewReader(testbed.Workloads))
	for {
		var object struct {
			Kind     string
			Metadata struct{ Annotations map[string]any }
		}
		if err := in.Decode(&object); err != nil {
			t.Fatal("the sample Platform has no Ingress:", err)
		}
		if object.Kind == "Ingress" {
			return object.Metadata.Annotations
		}
	}
}

// work is what a graph makes, by a label that is no name in the state: inputs and all that comes before. The component's checks
// are left out, and the marks by which it knows its own.
func work(t *testing.T, graph recorder.Graph) map[string]string {
	labels, resources := map[string]string{}, map[string]recorder.Resource{}
	for key, r := range graph {
		name, kind, _ := strings.Cut(key, " ")
		kind = kind[strings.LastIndex(kind, ":")+1:]
		if kind == "Studios" || kind == "Chart" || kind == "ConfigMap" {
			continue
		}
		labels[name+" "+kind], resources[name+" "+kind] = label(kind, r), r
	}
	all := map[string]string{}
	for id, r := range resources {
		before := map[string]bool{}
		reach(resources, id, func(other string) { before[labels[other]] = true })
		text, err := yaml.Marshal(map[string]any{"inputs": withoutMarks(r.Revealed), "after": slices.Sorted(maps.Keys(before)), "retain": r.Retain})
		if err != nil {
			t.Fatal(err)
		}
		if all[labels[id]] != "" {
			t.Errorf("two are labelled %s", labels[id])
		}
		all[labels[id]] = string(text)
	}
	return all
}

// label tells the patches of an object apart by what they are for.
func label(kind string, r recorder.Resource) string {
	metadata, _ := r.Inputs["metadata"].(map[string]any)
	text := fmt.Sprintf("%s %v", kind, metadata["name"])
	if kind == "DeploymentPatch" {
		if _, isWriting := r.Inputs["spec"]; !isWriting {
			return text + ", wait"
		}
	}
	if slices.Contains(r.IgnoreChanges, "data") {
		return text + ", switch"
	}
	return text
}

// reach goes to all that come before a resource.
func reach(resources map[string]recorder.Resource, id string, visit func(string)) {
	for _, other := range resources[id].After {
		if _, isWork := resources[other]; isWork {
			visit(other)
			reach(resources, other, visit)
		}
	}
}

func withoutMarks(value any) any {
	switch value := value.(type) {
	case []any:
		var all []any
		for _, entry := range value {
			all = append(all, withoutMarks(entry))
		}
		return all
	case map[string]any:
		all := map[string]any{}
		for key, entry := range value {
			isMark := strings.HasPrefix(key, "seqera-studios/") || strings.HasPrefix(key, "pulumi.com/patch")
			if entry = withoutMarks(entry); !isMark && !(key == "annotations" && len(entry.(map[string]any)) == 0) {
				all[key] = entry
			}
		}
		return all
	}
	return value
}
