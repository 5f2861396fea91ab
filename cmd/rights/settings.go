package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// stack is what is set in one: where its cluster is, and what is to be asked there.
type stack struct {
	kubeconfig, context string
	settings            rights.Settings
}

func (s *stack) namespace() string { return s.settings["namespace"] }

// read lets Pulumi read the settings of a stack: it knows where those are kept and how a part of them is encrypted. Others are given
// besides, as path=value.
func read(ctx context.Context, name string, besides []string) (*stack, error) {
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
func parse(output []byte, besides []string) (*stack, error) {
	var all map[string]struct {
		Value       string
		ObjectValue any
	}
	if err := json.Unmarshal(output, &all); err != nil {
		return nil, fmt.Errorf("pulumi config: %w", err)
	}
	s := &stack{settings: rights.Settings{}}
	for key, setting := range all {
		project, name, _ := strings.Cut(key, ":")
		switch {
		case key == "kubernetes:kubeconfig":
			s.kubeconfig = setting.Value
		case key == "kubernetes:context":
			s.context = setting.Value
		case project == "kubernetes":
		case setting.ObjectValue != nil:
			s.settings.Add(name, setting.ObjectValue)
		default:
			s.settings.Add(name, setting.Value)
		}
	}
	for _, given := range besides {
		path, value, isSetting := strings.Cut(given, "=")
		if !isSetting {
			return nil, fmt.Errorf("%s: must be a setting with its value, such as ssh.enabled=true", given)
		}
		s.settings[path] = value
	}
	if s.namespace() == "" {
		return nil, errors.New("the stack has no setting \"namespace\"; run: pulumi config set namespace NAMESPACE-OF-THE-PLATFORM, " +
			"or give namespace=NAMESPACE-OF-THE-PLATFORM here")
	}
	return s, nil
}
