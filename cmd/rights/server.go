package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// server is the API server as whoever runs Pulumi reaches it.
type server struct {
	url, namespace string
	client         *http.Client
}

// connect finds the cluster as the Kubernetes provider does: by a kubeconfig that is set, as a text or a path, or the usual ones.
func connect(s *stack) (*server, error) {
	loading := clientcmd.NewDefaultClientConfigLoadingRules()
	overrides := &clientcmd.ConfigOverrides{CurrentContext: s.context}
	loader := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(loading, overrides)
	if _, err := os.Stat(s.kubeconfig); err == nil {
		loading.ExplicitPath = s.kubeconfig
	} else if s.kubeconfig != "" {
		config, err := clientcmd.Load([]byte(s.kubeconfig))
		if err != nil {
			return nil, fmt.Errorf("kubernetes:kubeconfig: neither a file nor a kubeconfig: %w", err)
		}
		loader = clientcmd.NewDefaultClientConfig(*config, overrides)
	}
	config, err := loader.ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("kubeconfig: %w", err)
	}
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("kubeconfig: %w", err)
	}
	url, _, err := rest.DefaultServerUrlFor(config)
	if err != nil {
		return nil, fmt.Errorf("kubeconfig: %w", err)
	}
	return &server{strings.TrimSuffix(url.String(), "/"), s.namespace(), client}, nil
}

type object = map[string]any

// allows asks for one right. The list that a SelfSubjectRulesReview gives may be incomplete, where others than RBAC decide.
func (s *server) allows(ctx context.Context, r rights.Right) (bool, error) {
	var answer struct{ Status struct{ Allowed bool } }
	err := s.ask(ctx, "authorization.k8s.io/v1", "SelfSubjectAccessReview", object{"resourceAttributes": object{
		"namespace": s.namespace, "group": r.Group, "resource": r.Resource, "verb": r.Verb, "name": r.Name,
	}}, &answer)
	return answer.Status.Allowed, err
}

// whoami is who the API server takes us for, as far as it tells.
func (s *server) whoami(ctx context.Context) string {
	var answer struct {
		Status struct{ UserInfo struct{ Username string } }
	}
	if err := s.ask(ctx, "authentication.k8s.io/v1", "SelfSubjectReview", nil, &answer); err != nil {
		return "this identity"
	}
	return answer.Status.UserInfo.Username
}

func (s *server) ask(ctx context.Context, apiVersion, kind string, spec object, answer any) error {
	review := object{"apiVersion": apiVersion, "kind": kind}
	if spec != nil {
		review["spec"] = spec
	}
	body, err := json.Marshal(review)
	if err != nil {
		return err
	}
	url := fmt.Sprintf("%s/apis/%s/%ss", s.url, apiVersion, strings.ToLower(kind))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusCreated {
		return fmt.Errorf("%s: %s: %s", kind, response.Status, text)
	}
	return json.Unmarshal(text, answer)
}
