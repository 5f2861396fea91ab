package upgrade

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// kinds are what is recorded of a namespace, in the order in which it is created.
const kinds = "configmaps,secrets,serviceaccounts,services,poddisruptionbudgets,horizontalpodautoscalers,networkpolicies," +
	"deployments,statefulsets,ingresses"

// given are objects that every namespace has from the cluster, and the registry's Secret, which nothing here is pulled with.
var given = []string{"ConfigMap/kube-root-ca.crt", "ServiceAccount/default", "Secret/cr.seqera.io"}

// ownerAnnotation is the mark of what Studios has created. It is that of the recorded code, which stays.
const ownerAnnotation = "seqera-studios/owner"

// object is a Kubernetes object as JSON.
type object map[string]any

func (o object) kind() string { return fmt.Sprint(o["kind"]) }

func (o object) name() string { return fmt.Sprint(o.metadata()["name"]) }

func (o object) metadata() map[string]any { return asMap(o["metadata"]) }

// reference is the object as kubectl's arguments name it.
func (o object) reference() string { return o.kind() + "/" + o.name() }

func (o object) isOurs() bool {
	_, marked := asMap(o.metadata()["annotations"])[ownerAnnotation]
	return marked
}

// asMap is empty for what is left out.
func asMap(value any) map[string]any {
	all, _ := value.(map[string]any)
	return all
}

type objectList struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Items      []object `json:"items"`
}

// cleaned are the objects of kubectl's list without what the API server and the controllers give them, in another
// cluster other values.
func cleaned(list string) (*objectList, error) {
	all := &objectList{}
	if err := json.Unmarshal([]byte(list), all); err != nil {
		return nil, fmt.Errorf("reading objects: %w", err)
	}
	all.Items = slices.DeleteFunc(all.Items, func(o object) bool { return slices.Contains(given, o.reference()) })
	for _, o := range all.Items {
		delete(o, "status")
		metadata := o.metadata()
		for _, written := range []string{"uid", "resourceVersion", "creationTimestamp", "generation"} {
			delete(metadata, written)
		}
		delete(asMap(metadata["annotations"]), "deployment.kubernetes.io/revision")
		entries, _ := metadata["managedFields"].([]any)
		metadata["managedFields"] = slices.DeleteFunc(entries, func(entry any) bool {
			return asMap(entry)["subresource"] == "status"
		})
		if o.kind() == "Service" {
			cleanService(o)
		}
	}
	return &objectList{APIVersion: "v1", Kind: "List", Items: all.Items}, nil
}

// cleanService leaves out what another cluster gives other values. A node port that somebody has asked for stays.
func cleanService(o object) {
	spec := asMap(o["spec"])
	if spec["clusterIP"] != "None" {
		delete(spec, "clusterIP")
		delete(spec, "clusterIPs")
	}
	if strings.Contains(fmt.Sprint(o.metadata()["managedFields"]), "f:nodePort") {
		return
	}
	ports, _ := spec["ports"].([]any)
	for _, port := range ports {
		delete(asMap(port), "nodePort")
	}
}

func (s State) writeObjects(all *objectList) error {
	text, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(s.file("objects.json"), append(text, '\n'), 0o644)
}

func (s State) objects() (*objectList, error) {
	text, err := os.ReadFile(s.file("objects.json"))
	if err != nil {
		return nil, err
	}
	all := &objectList{}
	if err := json.Unmarshal(text, all); err != nil {
		return nil, fmt.Errorf("reading %s: %w", s.file("objects.json"), err)
	}
	return all, nil
}
