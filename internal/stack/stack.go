// Package stack reads what is set in a stack, for commands that look at its cluster without running it.
package stack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// Stack is what is set in one: where its cluster is, and what is to be asked there. Kubeconfig is a text or a path.
type Stack struct {
	Kubeconfig, Context string
	Settings            rights.Settings
}

// Namespace is that of the Platform.
func (s *Stack) Namespace() string { return s.Settings["namespace"] }

// Read lets Pulumi read the settings of a stack: it knows where those are kept and how a part of them is encrypted. Others are given
// besides, as path=value.
func Read(ctx context.Context, name string, besides []string) (*Stack, error) {
	args := []string{"config", "--json", "--show-secrets", "--non-interactive"}
	if name != "" {
		args = append(args, "--stack", name)
	}
	command := exec.CommandContext(ctx, "pulumi", args...)
	var failure bytes.Buffer
	command.Stderr = &failure
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("pulumi config: %w\n%s", err, failure.String())
	}
	return parse(output, besides)
}

// parse reads what pulumi config prints: texts, and objects and lists that are JSON once more.
func parse(output []byte, besides []string) (*Stack, error) {
	var all map[string]struct {
		Value       string
		ObjectValue any
	}
	if err := json.Unmarshal(output, &all); err != nil {
		return nil, fmt.Errorf("pulumi config: %w", err)
	}
	s := &Stack{Settings: rights.Settings{}}
	for key, setting := range all {
		project, name, _ := strings.Cut(key, ":")
		switch {
		case key == "kubernetes:kubeconfig":
			s.Kubeconfig = setting.Value
		case key == "kubernetes:context":
			s.Context = setting.Value
		case project == "kubernetes":
		case setting.ObjectValue != nil:
			s.Settings.Add(name, setting.ObjectValue)
		default:
			s.Settings.Add(name, setting.Value)
		}
	}
	given, err := Given(besides)
	if err != nil {
		return nil, err
	}
	maps.Copy(s.Settings, given)
	if s.Namespace() == "" {
		return nil, errors.New("the stack has no setting \"namespace\"; run: pulumi config set namespace NAMESPACE-OF-THE-PLATFORM, " +
			"or give namespace=NAMESPACE-OF-THE-PLATFORM here")
	}
	return s, nil
}

// Given are settings that are given as path=value.
func Given(all []string) (rights.Settings, error) {
	settings := rights.Settings{}
	for _, given := range all {
		path, value, isSetting := strings.Cut(given, "=")
		if !isSetting {
			return nil, fmt.Errorf("%s: must be a setting with its value, such as ssh.enabled=true", given)
		}
		settings[path] = value
	}
	return settings, nil
}
