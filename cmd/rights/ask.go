package main

import (
	"context"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/apiserver"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// allows asks for one right. The list that a SelfSubjectRulesReview gives may be incomplete, where others than RBAC decide.
func allows(ctx context.Context, server *apiserver.Server, namespace string, r rights.Right) (bool, error) {
	var answer struct{ Status struct{ Allowed bool } }
	err := server.Review(ctx, "authorization.k8s.io/v1", "SelfSubjectAccessReview", map[string]any{"resourceAttributes": map[string]any{
		"namespace": namespace, "group": r.Group, "resource": r.Resource, "verb": r.Verb, "name": r.Name,
	}}, &answer)
	return answer.Status.Allowed, err
}

// whoami is who the API server takes us for, as far as it tells.
func whoami(ctx context.Context, server *apiserver.Server) string {
	var answer struct {
		Status struct{ UserInfo struct{ Username string } }
	}
	if err := server.Review(ctx, "authentication.k8s.io/v1", "SelfSubjectReview", nil, &answer); err != nil {
		return "this identity"
	}
	return answer.Status.UserInfo.Username
}
