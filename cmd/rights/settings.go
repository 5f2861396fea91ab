package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// settings are those of a stack that say what is to be asked, and where.
type settings struct {
	Kubeconfig, Context string
	Namespace           string
	Oidc                struct {
		SecretName, TokenSecretName, ExistingKeySecret string
		ExistingTokenSecret                            struct{ Name string }
	}
	Proxy, Server struct{ Name string }
	Ingress       struct{ Name, TLSSecretName string }
}

// settingsOf lets Pulumi read them, which knows where a stack keeps them and how a part of them is encrypted.
func settingsOf(ctx context.Context, stack string) (*settings, error) {
	args := []string{"config", "--json", "--show-secrets", "--non-interactive"}
	if stack != "" {
		args = append(args, "--stack", stack)
	}
	command := exec.CommandContext(ctx, "pulumi", args...)
	var failure bytes.Buffer
	command.Stderr = &failure
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("pulumi config: %w\n%s", err, failure.String())
	}
	return parse(output)
}

// parse reads what pulumi config prints: texts, and objects that are JSON once more.
func parse(output []byte) (*settings, error) {
	var all map[string]struct {
		Value       string
		ObjectValue json.RawMessage
	}
	if err := json.Unmarshal(output, &all); err != nil {
		return nil, fmt.Errorf("pulumi config: %w", err)
	}
	s := &settings{}
	for key, setting := range all {
		_, name, _ := strings.Cut(key, ":")
		for group, into := range map[string]any{"oidc": &s.Oidc, "proxy": &s.Proxy, "server": &s.Server, "ingress": &s.Ingress} {
			if name == group && len(setting.ObjectValue) > 0 {
				if err := json.Unmarshal(setting.ObjectValue, into); err != nil {
					return nil, fmt.Errorf("%s: %w", key, err)
				}
			}
		}
		switch key {
		case "kubernetes:kubeconfig":
			s.Kubeconfig = setting.Value
		case "kubernetes:context":
			s.Context = setting.Value
		default:
			if name == "namespace" {
				s.Namespace = setting.Value
			}
		}
	}
	if s.Namespace == "" {
		return nil, errors.New("the stack has no setting \"namespace\"; run: pulumi config set namespace NAMESPACE-OF-THE-PLATFORM")
	}
	return s, nil
}

// names are the usual ones but for what is set.
func (s *settings) names() rights.Names {
	usual := rights.Usual
	names := rights.Names{
		KeySecret:   cmp.Or(s.Oidc.SecretName, usual.KeySecret),
		TokenSecret: cmp.Or(s.Oidc.TokenSecretName, usual.TokenSecret),
		Proxy:       cmp.Or(s.Proxy.Name, usual.Proxy),
		Server:      cmp.Or(s.Server.Name, usual.Server),
		Ingress:     cmp.Or(s.Ingress.Name, usual.Ingress),
	}
	for _, secret := range []string{s.Oidc.ExistingKeySecret, s.Oidc.ExistingTokenSecret.Name, s.Ingress.TLSSecretName} {
		if secret != "" {
			names.Read = append(names.Read, secret)
		}
	}
	return names
}
