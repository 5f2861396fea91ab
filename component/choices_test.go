package component_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// given are arguments by path, in which an entry of a map has its key in brackets.
type given map[string]any

// choice is what an argument leaves to choose, or several that go together: nothing, a value inside of the rules as docs/api.md
// has them, or one outside. Values are at the edges, where a rule and that of the API server are most likely to part.
type choice struct{ inside, outside []given }

// choices are those of all arguments. Options of different choices get along.
var choices = slices.Concat(platformChoices, credentialChoices, workloadChoices, podChoices("proxy"), podChoices("server"), doorChoices, objectChoices)

// a63 and a253 are the longest label and the longest name of an object.
var (
	a63  = strings.Repeat("a", 63)
	a253 = strings.Join([]string{a63, a63, a63, strings.Repeat("a", 61)}, ".")
)

func (g given) apply(args *component.StudiosArgs) {
	for path, value := range g {
		in, isInput := value.(pulumi.Input)
		if !isInput {
			in = input(value)
		}
		field(args, leafOf(path), keyOf(path), func(field reflect.Value) { field.Set(reflect.ValueOf(in)) })
	}
}

// leafOf is the path of an argument of every key.
func leafOf(path string) string {
	before, after, isEntry := strings.Cut(path, "[")
	if !isEntry {
		return path
	}
	return before + ".*" + after[strings.Index(after, "]")+1:]
}

func keyOf(path string) string {
	_, after, _ := strings.Cut(path, "[")
	key, _, _ := strings.Cut(after, "]")
	return key
}

// Every argument has something to choose, so that a new one is not forgotten.
func TestEveryArgumentIsAChoice(t *testing.T) {
	chosen := map[string]bool{}
	for _, c := range choices {
		for _, option := range c.inside {
			for path := range option {
				chosen[leafOf(path)] = true
			}
		}
	}
	for _, leaf := range leaves() {
		if !chosen[leaf.Path] && leaf.Path != "namespace" { // which has to be the one that there is
			t.Errorf("choices_test.go has no value of %s", leaf.Path)
		}
	}
}

// platformChoices are of what the Platform is told.
var platformChoices = []choice{
	{
		inside: []given{
			{"connectUrl": "https://connect.studios.example.com:8443", "certificate.secretName": "wildcard"},
			{"connectUrl": "https://c." + strings.Join([]string{a63, a63, a63}, ".") + "." + strings.Repeat("a", 47) + ".example.com"},
			{"connectUrl": "https://connect.studios.example.com", "ingress.host": "*.example.com"},
			{"ingress.host": "connect.example.com", "sessions.pathRouting": true},
			{"sessions.pathRouting": false, "certificate.pem": recorder.Certificate},
		},
		outside: []given{
			{"ingress.host": "*.connect.example.com"}, {"ingress.host": "*.com"}, {"ingress.host": "*.*.example.com"},
			{"ingress.host": "connect.example.com", "sessions.pathRouting": false},
			{"connectUrl": "https://platform.example.com"}, {"connectUrl": "https://connect.example.org"},
			{"connectUrl": "https://connect.example.com/studios"}, {"connectUrl": "https://10.0.0.1"}, {"connectUrl": "https://<YOUR-HOST>"},
			{"connectUrl": "https://connect.elsewhere.example.com", "certificate.secretName": "wildcard"},
			{"certificate.pem": recorder.Certificate, "certificate.secretName": "wildcard"},
		},
	},
	{inside: []given{{"platformUrl": "https://platform.example.com:8443"}, {"platformUrl": "https://Platform.Example.com:443/"}}},
	{
		inside: []given{
			{"allowedWorkspaces": pulumi.IntArray{}, "allowedWorkspacesIn": "environment"},
			{"allowedWorkspaces": []any{1, 2147483647}, "allowedWorkspacesIn": "towerYml"}, {"allowedWorkspacesIn": "platform"},
		},
		outside: []given{{"allowedWorkspaces": []any{5, 5}}},
	},
	{inside: []given{
		{"workspaces.ssh": "all", "workspaces.iframe": "none", "workspaces.metrics": "1, 999999999999999999"},
		{"workspaces.ssh": "none", "workspaces.metrics": "all"},
	}},
	{
		inside: []given{
			{"templates[LAB].repository": "registry.example.com:5000/lab:1-0.14", "templates[LAB].tool": "jupyter", "templates[LAB].port": 1},
			{"templates[L-1].repository": "lab@sha256:" + strings.Repeat("0", 64), "templates[L-1].tool": "rstudio",
				"templates[L-1].icon": "a b", "templates[L-1].status": "deprecated"},
			{"templateSets": []any{"recommended", "deprecated", "experimental"}, "removedTemplates": []any{"XPRAGA"}},
			{"additionalTemplates[LAB].repository": "registry.example.com/lab:1-0.14", "additionalTemplates[LAB].tool": "vscode",
				"additionalTemplates[LAB].port": 65535, "additionalTemplates[LAB].icon": "flask", "additionalTemplates[LAB].status": "experimental"},
			{"additionalTemplates[" + strings.Repeat("A", 214) + "].repository": "lab:1", "additionalTemplates[" + strings.Repeat("A", 214) + "].tool": "xpra"},
		},
		outside: []given{
			{"removedTemplates": []any{"NOTHERE"}},
			{"templates[LAB].repository": "lab:1", "templates[LAB].tool": "jupyter", "removedTemplates": []any{"XPRAGA"}},
			{"additionalTemplates[" + strings.Repeat("A", 215) + "].repository": "lab:1", "additionalTemplates[" + strings.Repeat("A", 215) + "].tool": "xpra"},
			{"templates[LAB_1].repository": "lab:1", "templates[LAB_1].tool": "jupyter"},
			{"additionalTemplates[lab].repository": "lab:1", "additionalTemplates[lab].tool": "jupyter"},
		},
	},
	{inside: []given{
		{"wave.customImageRegistry": "registry:5000", "wave.customImageRepository": "a/b__c/d-e", "wave.customImageNameStrategy": "none",
			"wave.disallowedRegistries": []any{"docker.io", "quay.io"}, "wave.statusCheckInitialDelay": "1ms", "wave.statusCheckRate": "999h"},
	}},
	{inside: []given{
		{"sessions.defaultLifespanHours": 1, "sessions.listLimit": 2147483647, "sessions.forceStopThreshold": "10m"},
		{"sessions.privateByDefault": true, "sessions.metricsRetentionDays": 1, "sessions.featureManifestUrl": "https://example.com/f.json?a=b"},
	}},
	{inside: []given{
		{"platform.configMap": "platform-backend-cfg", "platform.towerYmlConfigMap": "tower-yml", "platform.towerYmlKey": "tower.yml"},
		{"platform.backend.deployment": "backend", "platform.backend.container": "backend", "platform.release": "release"},
		{"platform.cron.deployment": "cron", "platform.cron.container": "cron", "platform.version": "v26.2.1"},
	}, outside: []given{
		{"platform.version": "25.3", "sessions.listLimit": 5},
		{"platform.configMap": "tower-yml"},
	}},
	{
		inside: []given{
			{"quotas.buckets[LAB].quotas": map[string]any{"1s": "1", "720h": "1TB"}, "quotas.buckets[LAB].header": "X-Connect-Sub", "quotas.name": a253[:244]},
			{"quotas.buckets[LAB].quotas": map[string]any{"24h": "50GB"}, "quotas.buckets[LAB].jwt.token": "access", "quotas.buckets[LAB].jwt.claim": "sub",
				"quotas.buckets[LAB].permissions": "userId"},
			{"quotas.buckets[LAB].quotas": map[string]any{"24h": "50GB"}, "quotas.buckets[LAB].clientIp": true, "quotas.trustedProxyCidrs": []any{"fd00::/8", "0.0.0.0/0"}},
			{"quotas.telemetryFlushInterval": "1ns", "quotas.telemetryTtl": "87600h", "quotas.telemetryStreamEmitInterval": "1.5s"},
		},
		outside: []given{
			{"quotas.buckets[LAB].quotas": map[string]any{"24h": "50GB"}},
			{"quotas.buckets[LAB].quotas": map[string]any{"24h": "50GB"}, "quotas.buckets[LAB].clientIp": true},
			{"quotas.buckets[LAB].quotas": map[string]any{"24h": "50GB"}, "quotas.buckets[LAB].clientIp": true, "quotas.buckets[LAB].header": "X-Connect-Sub",
				"quotas.trustedProxyCidrs": []any{"10.0.0.0/8"}},
			{"quotas.buckets[LAB].quotas": map[string]any{"24h": "50GB"}, "quotas.buckets[LAB].header": "A", "quotas.buckets[LAB].jwt.token": "a", "quotas.buckets[LAB].jwt.claim": "b"},
		},
	},
}

// credentialChoices are of Redis, and of what proxy and Platform trust each other by.
var credentialChoices = []choice{
	{
		inside: []given{
			{"redis.address": "[fd00::1]:6379"}, {"redis.address": "redis.example.com:65535", "redis.database": 15}, {"redis.cluster": true},
			{"redis.cluster": true, "redis.database": 0},
		},
		outside: []given{{"redis.cluster": true, "redis.database": 1}, {"redis.address": "redis:0"}, {"redis.address": "redis:65536"}},
	},
	{inside: []given{{"redis.prefix": "é:{$}"}}},
	{
		inside: []given{
			{"redis.username": "a", "redis.password": "p w$(HOME)"}, {"redis.existingPasswordSecret.name": "redis-secret", "redis.existingPasswordSecret.key": "password"},
		},
		outside: []given{{"redis.password": "a", "redis.existingPasswordSecret.name": "redis-secret", "redis.existingPasswordSecret.key": "password"}},
	},
	{inside: []given{
		{"redis.tls": true, "redis.tlsSkipVerify": true}, {"redis.tls": true, "redis.clientCertificate.secretName": "redis-certificate"},
		{"redis.tls": true, "redis.tlsSkipVerify": false, "redis.clientCertificate.secretName": "redis-certificate",
			"redis.clientCertificate.certificate": "client.crt", "redis.clientCertificate.privateKey": "client.key"},
	}},
	{
		inside: []given{
			{"oidc.pem": recorder.PrivateKey}, {"oidc.keyBits": 2048}, {"oidc.keyBits": 4096, "rotation.key": "2026"}, {"oidc.existingKeySecret": "key-of-the-platform"},
		},
		outside: []given{
			{"oidc.pem": recorder.PrivateKey, "oidc.keyBits": 2048}, {"oidc.pem": recorder.PrivateKey, "rotation.key": "2026"},
			{"oidc.pem": recorder.PrivateKey, "oidc.existingKeySecret": "key-of-the-platform"},
		},
	},
	{
		inside: []given{
			{"oidc.registrationToken": "0123456789abcdef"}, {"rotation.token": "2026"},
			{"oidc.existingTokenSecret.name": "token-of-the-platform", "oidc.existingTokenSecret.key": "token"},
		},
		outside: []given{
			{"oidc.registrationToken": "0123456789abcdef", "rotation.token": "2026"},
			{"oidc.registrationToken": "0123456789abcdef", "oidc.existingTokenSecret.name": "token-of-the-platform", "oidc.existingTokenSecret.key": "token"},
		},
	},
	{
		inside:  []given{{"oidc.secretName": a253, "oidc.tokenSecretName": "b" + a253[1:], "ssh.secretName": "c" + a253[1:]}},
		outside: []given{{"oidc.secretName": "a", "oidc.tokenSecretName": "a"}, {"oidc.secretName": "a", "ssh.secretName": "a"}},
	},
	{inside: []given{{"oidc.accessTokenAudience": "a b", "oidc.enforceAudience": true}}},
	{
		inside: []given{
			{"certificateAuthority.pem": recorder.Root}, {"certificateAuthority.pem": recorder.Root, "certificateAuthority.name": a63, "certificateAuthority.inProxyAndServer": true},
			{"certificateAuthority.configMapName": "authority", "certificateAuthority.inProxyAndServer": true},
			{"certificateAuthority.secretName": "authority", "certificateAuthority.key": "root.crt", "certificateAuthority.inProxyAndServer": true},
		},
		outside: []given{{"certificateAuthority.pem": recorder.Root, "certificateAuthority.secretName": "authority"}},
	},
}
