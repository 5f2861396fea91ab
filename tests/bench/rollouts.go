package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// revisions are how often each workload of a namespace has been given other pods, the first included. The numbers go up by one
// for each change of a template, also for one that brings an earlier template back.
func revisions(ctx context.Context, cluster *testbed.Cluster, namespace string) (map[string]int, error) {
	text, err := cluster.Kubectl(ctx, namespace, "get", "deployments,controllerrevisions", "-o", "json")
	if err != nil {
		return nil, err
	}
	var list struct {
		Items []struct {
			Kind     string
			Revision int // of a StatefulSet
			Metadata struct {
				Name            string
				Annotations     map[string]string
				OwnerReferences []struct{ Name string }
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("reading the revisions of %s: %w", namespace, err)
	}
	all := map[string]int{}
	for _, item := range list.Items {
		name, revision := item.Metadata.Name, item.Revision
		if item.Kind == "Deployment" {
			if revision, err = strconv.Atoi(item.Metadata.Annotations["deployment.kubernetes.io/revision"]); err != nil {
				return nil, fmt.Errorf("reading the revision of Deployment %q: %w", namespace+"/"+name, err)
			}
		} else {
			name = item.Metadata.OwnerReferences[0].Name
		}
		all[name] = max(all[name], revision)
	}
	return all, nil
}

// rollouts are the workloads that have other pods than before, and how often they were given such.
func rollouts(before, after map[string]int) map[string]int {
	made := map[string]int{}
	for name, revision := range after {
		if revision > before[name] {
			made[name] = revision - before[name]
		}
	}
	return made
}

func (b *bench) rolloutsTable() string {
	t := newTable(append([]string{"workloads that are given other pods"}, b.names()...)...)
	for _, at := range []step{firstUp, unchangedUp, changedUp, destroy} {
		cells := []string{at.String()}
		for _, name := range b.names() {
			cells = append(cells, orDash(listed(b.rollouts[name][at]), func(all []string) string { return strings.Join(all, ", ") }))
		}
		t.row(cells...)
	}
	return t.String()
}

// listed are names in their order, with how often where that is not once.
func listed(counts map[string]int) (all []string) {
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		if counts[name] != 1 {
			name += fmt.Sprintf(" %d times", counts[name])
		}
		all = append(all, name)
	}
	return all
}
