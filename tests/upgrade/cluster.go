package upgrade

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// live are the objects of the state's namespace as they would be recorded.
func (s State) live(ctx context.Context, cluster *testbed.Cluster) (*objectList, error) {
	list, err := cluster.Kubectl(ctx, s.Namespace(), "get", kinds, "-o", "json", "--show-managed-fields")
	if err != nil {
		return nil, err
	}
	return cleaned(list)
}

// WriteObjects records what stands in the state's namespace.
func (s State) WriteObjects(ctx context.Context, cluster *testbed.Cluster) error {
	all, err := s.live(ctx, cluster)
	if err != nil {
		return err
	}
	return s.writeObjects(all)
}

// Restore makes the state's namespace with everything that was recorded in it.
func (s State) Restore(ctx context.Context, cluster *testbed.Cluster) error {
	recorded, err := s.objects()
	if err != nil {
		return err
	}
	if _, err := cluster.Kubectl(ctx, "default", "create", "namespace", s.Namespace()); err != nil {
		return err
	}
	if _, err := cluster.Kubectl(ctx, s.Namespace(), "create", "-f", s.file("objects.json")); err != nil {
		return err
	}
	for _, o := range recorded.Items {
		if err := s.restoreOwners(ctx, cluster, o); err != nil {
			return err
		}
	}
	for _, o := range recorded.Items {
		if o.kind() == "Deployment" || o.kind() == "StatefulSet" {
			if _, err := cluster.Kubectl(ctx, s.Namespace(), "rollout", "status", o.reference(), "--timeout=60s"); err != nil {
				return err
			}
		}
	}
	return s.verify(ctx, cluster, recorded)
}

// restoreOwners gives the fields of an object back to their managers. Whoever creates an object owns all of its fields
// since now; but managers and times are taken over from an update that changes nothing else. Annotations come before, in
// an update of their own, because kubectl creates an object with its own idea of what was last applied.
func (s State) restoreOwners(ctx context.Context, cluster *testbed.Cluster, o object) error {
	for _, field := range []string{"annotations", "managedFields"} {
		patch, err := json.Marshal(map[string]any{"metadata": map[string]any{field: o.metadata()[field]}})
		if err != nil {
			return err
		}
		if _, err := cluster.Kubectl(ctx, s.Namespace(), "patch", o.reference(), "--type=merge", "-p", string(patch)); err != nil {
			return err
		}
	}
	return nil
}

// verify holds that the namespace would be recorded now as it was then.
func (s State) verify(ctx context.Context, cluster *testbed.Cluster, recorded *objectList) error {
	restored, err := s.live(ctx, cluster)
	if err != nil {
		return err
	}
	var problems []error
	for i, want := range recorded.Items {
		if i >= len(restored.Items) || !reflect.DeepEqual(restored.Items[i], want) {
			problems = append(problems, fmt.Errorf("%s is not as it was recorded", want.reference()))
		}
	}
	return errors.Join(problems...)
}

// Strangers are the objects in the state's namespace that were not the Platform's when it was recorded.
func (s State) Strangers(ctx context.Context, cluster *testbed.Cluster) ([]string, error) {
	recorded, err := s.objects()
	if err != nil {
		return nil, err
	}
	var platform, strangers []string
	for _, o := range recorded.Items {
		if !o.isOurs() {
			platform = append(platform, o.reference())
		}
	}
	now, err := s.live(ctx, cluster)
	if err != nil {
		return nil, err
	}
	for _, o := range now.Items {
		if !slices.Contains(platform, o.reference()) {
			strangers = append(strangers, o.reference())
		}
	}
	return strangers, nil
}
