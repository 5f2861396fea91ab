package testbed

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Account is a ServiceAccount of a namespace, as which somebody talks to the API server.
type Account struct {
	// Kubeconfig is the path of a kubeconfig file with a token of the account.
	Kubeconfig string

	user    string
	cluster *Cluster
}

// Account signs in as a ServiceAccount that is there, by the commands of docs/least-privilege.md. The file is kept in dir.
func (c *Cluster) Account(ctx context.Context, namespace, name, dir string) (*Account, error) {
	token, err := c.Kubectl(ctx, namespace, "create", "token", name)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(c.Kubeconfig)
	if err != nil {
		return nil, err
	}
	a := &Account{filepath.Join(dir, name+".kubeconfig"), "system:serviceaccount:" + namespace + ":" + name, c}
	if err := os.WriteFile(a.Kubeconfig, text, 0o600); err != nil {
		return nil, err
	}
	for _, args := range [][]string{
		{"set-credentials", name, "--token", strings.TrimSpace(token)},
		{"set-context", "--current", "--user", name, "--namespace", namespace},
	} {
		if _, err := c.Kubectl(ctx, namespace, append([]string{"--kubeconfig", a.Kubeconfig, "config"}, args...)...); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// Request is one that the API server has answered.
type Request struct {
	Verb     string
	Group    string
	Resource string // with the subresource
	// Namespace and Name are empty where the request has none, such as a list.
	Namespace, Name string
	IsDenied        bool
}

// Requests are those of the account so far. Requests for no object, such as those of discovery, are none of them.
func (a *Account) Requests() ([]Request, error) {
	file, err := os.Open(filepath.Join(a.cluster.dir, "clusters", clusterName, "logs", "audit.log"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var all []Request
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var event struct {
			Verb        string
			User        struct{ Username string }
			ObjectRef   *struct{ APIGroup, Resource, Subresource, Namespace, Name string }
			Annotations map[string]string
		}
		if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
			return nil, fmt.Errorf("audit log: %w", err)
		}
		if o := event.ObjectRef; o != nil && event.User.Username == a.user {
			resource := strings.TrimSuffix(o.Resource+"/"+o.Subresource, "/")
			all = append(all, Request{event.Verb, o.APIGroup, resource, o.Namespace, o.Name,
				event.Annotations["authorization.k8s.io/decision"] == "forbid"})
		}
	}
	return all, lines.Err()
}
