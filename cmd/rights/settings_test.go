package main

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
		"seqera-studios:namespace": {"value": "seqera", "secret": false},
		"seqera-studios:oidc": {"value": "{}", "objectValue": {"keyBits": 3072, "secretName": "key", "existingTokenSecret": {"name": "theirs", "key": "token"}}, "secret": true},
		"seqera-studios:ingress": {"value": "{}", "objectValue": {"tlsSecretName": "wildcard", "name": ""}, "secret": false},
		"seqera-studios:proxy": {"value": "{}", "objectValue": {"name": "gate", "replicas": 3}, "secret": false},
		"seqera-studios:timeoutSeconds": {"value": "600", "secret": false}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	want := rights.Names{KeySecret: "key", TokenSecret: "connect-credentials", Proxy: "gate", Server: "connect-server",
		Ingress: "connect-ingress", Read: []string{"theirs", "wildcard"}}
	if got := s.names(); !reflect.DeepEqual(got, want) || s.Context != "eks" || s.Namespace != "seqera" {
		t.Errorf("%+v, %+v", got, s)
	}
}

func TestParseWithoutNamespace(t *testing.T) {
	if _, err := parse([]byte(`{"seqera-studios:connectUrl": {"value": "https://connect.example.com"}}`)); err == nil || !strings.Contains(err.Error(), "namespace") {
		t.Errorf("the error is %v", err)
	}
}
