package stack

import (
	"reflect"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// The output is as `pulumi config --json --show-secrets` prints it.
func TestParse(t *testing.T) {
	s, err := parse([]byte(`{
		"kubernetes:context": {"value": "eks", "secret": false},
		"kubernetes:namespace": {"value": "another", "secret": false},
		"seqera-studios:namespace": {"value": "seqera", "secret": false},
		"seqera-studios:oidc": {"value": "{}", "objectValue": {"keyBits": 3072, "existingTokenSecret": {"name": "theirs", "key": "token"}}, "secret": true},
		"seqera-studios:ingress": {"value": "{}", "objectValue": {"tlsSecretNames": ["wildcard", "another"], "enabled": true, "name": ""}, "secret": false},
		"seqera-studios:imagePullSecrets": {"value": "[]", "objectValue": ["pull"], "secret": false},
		"seqera-studios:timeoutSeconds": {"value": "600", "secret": false}
	}`), []string{"ssh.enabled=true"})
	if err != nil {
		t.Fatal(err)
	}
	want := rights.Settings{
		"namespace": "seqera", "oidc.keyBits": "3072", "oidc.existingTokenSecret.name": "theirs", "oidc.existingTokenSecret.key": "token",
		"ingress.tlsSecretNames[0]": "wildcard", "ingress.tlsSecretNames[1]": "another", "ingress.enabled": "true", "ingress.name": "",
		"imagePullSecrets[0]": "pull", "timeoutSeconds": "600", "ssh.enabled": "true",
	}
	if !reflect.DeepEqual(s.Settings, want) || s.Context != "eks" {
		t.Errorf("%+v", s)
	}
}

func TestParseWithoutNamespace(t *testing.T) {
	if _, err := parse([]byte(`{"seqera-studios:connectUrl": {"value": "https://connect.example.com"}}`), nil); err == nil || !strings.Contains(err.Error(), "namespace") {
		t.Errorf("the error is %v", err)
	}
}

func TestParseOfNoSetting(t *testing.T) {
	if _, err := parse([]byte(`{}`), []string{"namespace=seqera", "ssh"}); err == nil || !strings.Contains(err.Error(), "ssh: must be a setting with its value") {
		t.Errorf("the error is %v", err)
	}
}
