// Package apiserver asks an API server, as the Kubernetes provider reaches it.
package apiserver

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
)

// Server is the API server as whoever runs Pulumi reaches it.
type Server struct {
	// Namespace is that of the kubeconfig's context.
	Namespace string
	url       string
	client    *http.Client
}

// Connect finds the cluster as the Kubernetes provider does: by a kubeconfig that is set, as a text or a path, or the usual ones.
func Connect(kubeconfig, context string) (*Server, error) {
	loading := clientcmd.NewDefaultClientConfigLoadingRules()
	overrides := &clientcmd.ConfigOverrides{CurrentContext: context}
	loader := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(loading, overrides)
	if _, err := os.Stat(kubeconfig); err == nil {
		loading.ExplicitPath = kubeconfig
	} else if kubeconfig != "" {
		config, err := clientcmd.Load([]byte(kubeconfig))
		if err != nil {
			return nil, fmt.Errorf("kubernetes:kubeconfig: neither a file nor a kubeconfig: %w", err)
		}
		loader = clientcmd.NewDefaultClientConfig(*config, overrides)
	}
	config, err := loader.ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("kubeconfig: %w", err)
	}
	namespace, _, err := loader.Namespace()
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
	return &Server{namespace, strings.TrimSuffix(url.String(), "/"), client}, nil
}

// Refusal is an answer that is none.
type Refusal struct {
	// Status is that of HTTP, such as 403.
	Status int
	What   string
	Text   []byte
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("%s: %d %s: %s", r.What, r.Status, http.StatusText(r.Status), r.Text)
}

// Get reads what is at a path, such as /api/v1/namespaces/seqera/pods.
func (s *Server) Get(ctx context.Context, path string, answer any) error {
	return s.do(ctx, http.MethodGet, path, path, nil, http.StatusOK, answer)
}

// Review asks what the API server thinks, which changes nothing.
func (s *Server) Review(ctx context.Context, apiVersion, kind string, spec map[string]any, answer any) error {
	review := map[string]any{"apiVersion": apiVersion, "kind": kind}
	if spec != nil {
		review["spec"] = spec
	}
	body, err := json.Marshal(review)
	if err != nil {
		return err
	}
	path := fmt.Sprintf("/apis/%s/%ss", apiVersion, strings.ToLower(kind))
	return s.do(ctx, http.MethodPost, path, kind, bytes.NewReader(body), http.StatusCreated, answer)
}

func (s *Server) do(ctx context.Context, method, path, what string, body io.Reader, want int, answer any) error {
	request, err := http.NewRequestWithContext(ctx, method, s.url+path, body)
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
	if response.StatusCode != want {
		return &Refusal{response.StatusCode, what, text}
	}
	return json.Unmarshal(text, answer)
}
