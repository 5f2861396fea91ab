package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// objects are what is in a namespace, without what the cluster assigns and what names the tool that made it. They hold
// the contenders to the same work: a benchmark of programs that drifted apart measures nothing.
func objects(ctx context.Context, cluster *testbed.Cluster, namespace string) (string, error) {
	kinds := "configmaps,secrets,services,deployments,statefulsets,poddisruptionbudgets,ingresses"
	text, err := cluster.Kubectl(ctx, namespace, "get", kinds, "-o", "json")
	if err != nil {
		return "", err
	}
	var list struct{ Items []map[string]any }
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return "", fmt.Errorf("reading the objects of %s: %w", namespace, err)
	}
	list.Items = slices.DeleteFunc(list.Items, isRecord)
	for _, object := range list.Items {
		delete(object, "status")
		blank(object)
	}
	left, err := yaml.Marshal(list.Items)
	return strings.ReplaceAll(string(left), namespace, "NAMESPACE"), err
}

// assigned are set by the cluster, or have another value each time.
var assigned = []string{
	"uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "clusterIP", "clusterIPs", "nodePort", "ca.crt",
	"registration-token", "oidc.pem", "TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN", "app.kubernetes.io/managed-by",
	"deployment.kubernetes.io/revision",
}

// isRecord tells of an object in which a tool notes what it has made: Helm its release, and the component that this Platform has
// Studios, which is one of its checks.
func isRecord(object map[string]any) bool {
	metadata, _ := object["metadata"].(map[string]any)
	return object["type"] == "helm.sh/release.v1" || object["kind"] == "ConfigMap" && metadata["name"] == "seqera-studios"
}

func isOfATool(key string) bool {
	return strings.HasPrefix(key, "seqera-studios/") || strings.HasPrefix(key, "pulumi.com/") ||
		strings.HasPrefix(key, "meta.helm.sh/") || strings.HasPrefix(key, "kubectl.kubernetes.io/")
}

func blank(value any) {
	switch value := value.(type) {
	case []any:
		for _, entry := range value {
			blank(entry)
		}
	case map[string]any:
		for key, entry := range value {
			switch {
			case isOfATool(key):
				delete(value, key)
			case slices.Contains(assigned, key):
				value[key] = "…"
			case key == "volumes" || key == "volumeMounts" || key == "env":
				sortByName(entry)
				blank(entry)
			default:
				blank(entry)
			}
		}
		if annotations, ok := value["annotations"].(map[string]any); ok && len(annotations) == 0 {
			delete(value, "annotations")
		}
	}
}

// sortByName takes out of a list where a patch puts its entry: in front of the others or behind them.
func sortByName(list any) {
	if entries, ok := list.([]any); ok {
		slices.SortFunc(entries, func(a, b any) int { return strings.Compare(nameOf(a), nameOf(b)) })
	}
}

func nameOf(entry any) string {
	object, _ := entry.(map[string]any)
	name, _ := object["name"].(string)
	return name
}
