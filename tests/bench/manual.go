package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// manual is a life without Pulumi: of the chart, or of the manifests that it renders. What has to change in the Platform
// is applied beside.
type manual struct {
	place
	tools *testbed.Tools
	helm  bool
}

func beginManual(tools *testbed.Tools, helm bool) func(context.Context, place) (life, error) {
	return func(ctx context.Context, p place) (life, error) {
		m := &manual{place: p, tools: tools, helm: helm}
		return m, m.writePlatform()
	}
}

const token = "0123456789abcdefghijklmnopqrstuv"

// writePlatform writes the patches of the Platform, and those that take them back.
func (m *manual) writePlatform() error {
	document, err := editedTowerYml()
	if err != nil {
		return err
	}
	towerYml, err := yaml.Marshal(map[string]any{"data": map[string]string{"tower.yml": document}})
	if err := errors.Join(err, m.write("tower-yml.yaml", towerYml), m.writeEnvironment()); err != nil {
		return err
	}
	for _, role := range []string{"cron", "backend"} {
		for _, patch := range []string{"mount", "unmount"} {
			text, err := os.ReadFile(program("platform/" + patch + ".yaml"))
			text = bytes.ReplaceAll(text, []byte("ROLE"), []byte(role))
			if err := errors.Join(err, m.write(patch+"-"+role+".yaml", text)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *manual) writeEnvironment() error {
	text, err := os.ReadFile(program("platform/environment.yaml"))
	if err != nil {
		return err
	}
	text = bytes.ReplaceAll(text, []byte("GENERATED"), []byte(token))
	var patch struct{ Data map[string]any }
	if err := yaml.Unmarshal(text, &patch); err != nil {
		return fmt.Errorf("reading platform/environment.yaml: %w", err)
	}
	for key := range patch.Data {
		patch.Data[key] = nil
	}
	back, err := yaml.Marshal(map[string]any{"data": patch.Data})
	return errors.Join(err, m.write("environment.yaml", text), m.write("environment-back.yaml", back))
}

// prepare writes the values of the chart and, for kubectl, what the chart makes of them. The key is made here: how long
// that takes is chance.
func (m *manual) prepare(ctx context.Context, at step) error {
	values := map[string]string{"token": token, "logLevel": "info"}
	switch at {
	case firstUp:
		key, err := newKey()
		if err != nil {
			return err
		}
		if err := m.write("key.pem", key); err != nil {
			return err
		}
	case changedUp:
		values["logLevel"] = "debug"
	default:
		return nil
	}
	key, err := os.ReadFile(filepath.Join(m.dir, "key.pem"))
	if err != nil {
		return err
	}
	values["pem"] = string(key)
	text, err := yaml.Marshal(values)
	if err != nil {
		return err
	}
	if err := m.write("values.yaml", text); err != nil {
		return err
	}
	objects, err := output(m.command(ctx, "helm", "template", "studios", program("chart"), "--values", "values.yaml"))
	return errors.Join(err, m.write("objects.yaml", []byte(objects)))
}

func newKey() ([]byte, error) {
	key, err := rsa.GenerateKey(rand.Reader, 3072)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), err
}

func (m *manual) write(name string, text []byte) error {
	return os.WriteFile(filepath.Join(m.dir, name), text, 0o600)
}

// platform are the commands that change the Platform.
var platform = []string{
	"kubectl patch configmap platform-backend-cfg --patch-file environment.yaml",
	"kubectl patch configmap tower-yml --patch-file tower-yml.yaml",
	"kubectl patch deployment cron --patch-file mount-cron.yaml",
	"kubectl patch deployment backend --patch-file mount-backend.yaml",
}

// platformBack are those that take it back, in the order in which nothing ever starts with a key file that is missing.
var platformBack = []string{
	"kubectl patch configmap platform-backend-cfg --patch-file environment-back.yaml",
	"kubectl patch deployment cron --patch-file unmount-cron.yaml",
	"kubectl patch deployment backend --patch-file unmount-backend.yaml",
}

var waits = []string{"kubectl rollout status deployment/cron", "kubectl rollout status deployment/backend"}

func (m *manual) commands(ctx context.Context, at step) []*exec.Cmd {
	var lines []string
	switch {
	case at == firstUp || at == unchangedUp || at == changedUp:
		lines = slices.Concat(platform, m.install(), waits)
	case at == preview && m.helm:
		lines = []string{"helm upgrade --install studios CHART --values values.yaml --dry-run=server"}
	case at == preview:
		lines = []string{"kubectl diff -f objects.yaml"}
	case at == destroy && m.helm:
		lines = slices.Concat(platformBack, waits, []string{"helm uninstall studios --wait"})
	case at == destroy:
		lines = slices.Concat(platformBack, waits, []string{"kubectl delete -f objects.yaml"})
	}
	var commands []*exec.Cmd
	for _, line := range lines {
		words := strings.Fields(strings.Replace(line, "CHART", program("chart"), 1))
		commands = append(commands, m.command(ctx, words[0], words[1:]...))
	}
	return commands
}

func (m *manual) install() []string {
	if m.helm {
		return []string{"helm upgrade --install studios CHART --values values.yaml --wait"}
	}
	return []string{
		"kubectl apply -f objects.yaml",
		"kubectl rollout status deployment/connect-proxy",
		"kubectl rollout status statefulset/connect-server",
	}
}

func (m *manual) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, filepath.Join(m.tools.Bin, name), append([]string{"--namespace", m.namespace}, args...)...)
	command.Dir = m.dir
	command.Env = append(m.tools.Env(m.dir), "KUBECONFIG="+m.kubeconfig, "HELM_CACHE_HOME="+m.dir)
	return command
}

// kept is the size of Helm's release; kubectl keeps nothing elsewhere.
func (m *manual) kept(ctx context.Context) (int, error) {
	if !m.helm {
		return 0, nil
	}
	releases, err := output(m.command(ctx, "kubectl", "get", "secrets", "--selector", "owner=helm", "-o", "jsonpath={.items[*].data.release}"))
	return len(releases), err
}
