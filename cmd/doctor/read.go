package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/apiserver"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// reader reads into facts. What it may not read is noted there.
type reader struct {
	server *apiserver.Server
	facts  *doctor.Facts
}

// resource is a kind, as the API server calls it.
type resource struct{ group, version, name string }

// read looks twice: at what can be listed, and at what is named there.
func read(ctx context.Context, server *apiserver.Server, namespace string, given platform.Given) (*doctor.Facts, error) {
	f := &doctor.Facts{Namespace: namespace, Now: time.Now()}
	r := reader{server, f}
	lists := []func() error{
		list(ctx, r, resource{"", "v1", "configmaps"}, &f.ConfigMaps),
		list(ctx, r, resource{"", "v1", "services"}, &f.Services),
		list(ctx, r, resource{"", "v1", "pods"}, &f.Pods),
		list(ctx, r, resource{"apps", "v1", "deployments"}, &f.Deployments),
		list(ctx, r, resource{"apps", "v1", "statefulsets"}, &f.StatefulSets),
		list(ctx, r, resource{"networking.k8s.io", "v1", "ingresses"}, &f.Ingresses),
		list(ctx, r, resource{"networking.k8s.io", "v1", "networkpolicies"}, &f.NetworkPolicies),
		list(ctx, r, resource{"gateway.networking.k8s.io", "v1", "httproutes"}, &f.Routes),
	}
	for _, look := range lists {
		if err := look(); err != nil {
			return nil, err
		}
	}
	return f, r.named(ctx, given)
}

// list is empty for a kind that the cluster does not know.
func list[T any](ctx context.Context, r reader, of resource, into *[]T) func() error {
	return func() error {
		var answer struct{ Items []T }
		_, err := r.get(ctx, of, "list", "", &answer)
		*into = answer.Items
		return err
	}
}

// named asks for single objects: Secrets are never listed, and StatefulSets perhaps not.
func (r reader) named(ctx context.Context, given platform.Given) error {
	f := r.facts
	_, statefulSets := f.Wanted(given)
	for _, name := range statefulSets {
		var set doctor.Workload
		isThere, err := r.get(ctx, resource{"apps", "v1", "statefulsets"}, "get", name, &set)
		if err != nil {
			return err
		}
		if isThere {
			f.StatefulSets = append(f.StatefulSets, set)
		}
	}
	secrets, _ := f.Wanted(given)
	for _, name := range secrets {
		var secret doctor.Secret
		isThere, err := r.get(ctx, resource{"", "v1", "secrets"}, "get", name, &secret)
		switch {
		case err != nil:
			return err
		case isThere:
			f.Secrets = append(f.Secrets, secret)
		case !r.isDenied("secrets", name):
			f.Absent = append(f.Absent, name)
		}
	}
	return nil
}

func (r reader) isDenied(resource, name string) bool {
	for _, d := range r.facts.Denied {
		if d.Resource == resource && d.Name == name {
			return true
		}
	}
	return false
}

// get tells whether there is an answer. A right that is missing is noted, and no error.
func (r reader) get(ctx context.Context, of resource, verb, name string, answer any) (isThere bool, err error) {
	path := "/api/" + of.version
	if of.group != "" {
		path = "/apis/" + of.group + "/" + of.version
	}
	path += fmt.Sprintf("/namespaces/%s/%s", r.facts.Namespace, of.name)
	if name != "" {
		path += "/" + name
	}
	err = r.server.Get(ctx, path, answer)
	var refusal *apiserver.Refusal
	switch {
	case err == nil:
		return true, nil
	case errors.As(err, &refusal) && refusal.Status == http.StatusForbidden:
		r.facts.Denied = append(r.facts.Denied, rights.Right{Group: of.group, Resource: of.name, Verb: verb, Name: name})
		return false, nil
	case errors.As(err, &refusal) && refusal.Status == http.StatusNotFound:
		return false, nil
	}
	return false, err
}
