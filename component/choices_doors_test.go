package component_test

import (
	"strings"

	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

const (
	arn    = "arn:aws:acm:eu-west-1:123456789012:certificate/1"
	envoys = "apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: BackendTrafficPolicy\nspec:\n" +
		"  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: connect}]\n  timeout: {http: {streamIdleTimeout: 3600s}}\n"
)

// doorChoices are of what leads to the proxy.
var doorChoices = []choice{
	{
		inside: []given{
			{"ssh.enabled": true}, {"ssh.enabled": true, "ssh.key": recorder.SSHKey}, {"ssh.enabled": true, "rotation.ssh": "2026"}, {"ssh.enabled": false},
			{"ssh.enabled": true, "ssh.existingKeySecret.name": "key-of-ssh", "ssh.existingKeySecret.key": "key", "ssh.fingerprint": recorder.SSHFingerprint},
		},
		outside: []given{
			{"ssh.enabled": true, "ssh.existingKeySecret.name": "key-of-ssh", "ssh.existingKeySecret.key": "key"},
			{"ssh.enabled": true, "ssh.fingerprint": recorder.SSHFingerprint}, {"ssh.enabled": true, "ssh.key": recorder.SSHKey, "rotation.ssh": "2026"},
			{"ssh.enabled": true, "ssh.key": recorder.SSHKey, "ssh.fingerprint": recorder.SSHFingerprint},
		},
	},
	{inside: []given{
		{"ssh.port": 22, "ssh.address": "10.0.0.1", "ssh.keysManagement": true, "ssh.supportedKeyTypes": []any{"ssh-ed25519", "sk-ssh-ed25519@openssh.com"}},
		{"ssh.maxConnections": 1, "ssh.maxConnectionChannels": 2147483647, "ssh.handshakeTimeout": "1ms", "ssh.keysManagement": false},
	}},
	{
		inside: []given{
			{"ssh.service.type": "NodePort", "ssh.service.nodePort": 30000, "ssh.service.externalTrafficPolicy": "Local"},
			{"ssh.service.type": "ClusterIP", "ssh.publicPort": 65535, "ssh.service.name": "c" + a63[1:]},
			{"ssh.enabled": true, "ssh.service.type": "LoadBalancer", "ssh.service.className": "a/b", "ssh.service.sourceRanges": []any{"fd00::/8", "0.0.0.0/0", "10.0.0.0/8"},
				"ssh.service.externalTrafficPolicy": "Cluster", "ssh.service.annotations": map[string]any{"a": "b"}},
		},
		outside: []given{
			{"ssh.enabled": true, "ssh.service.sourceRanges": []any{"::ffff:10.0.0.0/104"}},
			{"ssh.enabled": true, "ssh.service.type": "NodePort"}, {"ssh.enabled": true, "ssh.service.type": "ClusterIP", "ssh.service.nodePort": 30000},
			{"ssh.enabled": true, "ssh.service.type": "ClusterIP", "ssh.service.externalTrafficPolicy": "Local"},
			{"ssh.enabled": true, "ssh.service.type": "NodePort", "ssh.service.nodePort": 30000, "ssh.service.sourceRanges": []any{"10.0.0.0/8"}},
			{"ssh.enabled": true, "ssh.service.type": "NodePort", "ssh.service.nodePort": 30000, "ssh.service.className": "a"},
			{"ssh.enabled": true, "ssh.service.name": "one", "proxy.name": "one"}, {"ssh.enabled": true, "ssh.service.name": "one", "server.name": "one"},
		},
	},
	{
		inside: []given{
			{"ingress.controller": "alb", "ingress.certificateArn": arn}, {"ingress.controller": "nginx"}, {"ingress.controller": "traefik"}, {"ingress.controller": "gke"},
			{"ingress.controller": "agic"}, {"ingress.controller": "nginx", "ingress.className": a253}, {"ingress.controller": "gke", "ingress.className": "own"},
			{"ingress.className": "alb"}, {"ingress.copyFrom": "front-ingress", "ingress.className": "other"}, {"ingress.enabled": false},
			{"ingress.copyFrom": "front-ingress"}, {"ingress.controller": "nginx", "ingress.annotations": map[string]any{"kubernetes.io/ingress.class": "other"}},
		},
		outside: []given{
			{"ingress.copyFrom": "not-there"}, {"ingress.className": "a", "ingress.annotations": map[string]any{"kubernetes.io/ingress.class": "other"}},
		},
	},
	{
		inside: []given{
			{"ingress.path": "/a b/é", "ingress.pathType": "Exact"}, {"ingress.path": "/*"}, {"ingress.pathType": "Prefix"}, {"ingress.path": "/..a/.b"},
		},
		outside: []given{{"ingress.path": "/*", "ingress.pathType": "Prefix"}, {"ingress.path": ""}, {"ingress.path": "/a//b", "ingress.pathType": "Prefix"},
			{"ingress.path": "/a/../b"}, {"ingress.path": "/a%2Fb", "ingress.pathType": "ImplementationSpecific"}},
	},
	{
		inside: []given{
			{"ingress.tlsSecretName": "wildcard-secret"}, {"ingress.tlsSecretNames": []any{"wildcard", "wildcard", a253}}, {"ingress.issuer": a253},
			{"ingress.clusterIssuer": "b", "ingress.tlsSecretName": "wildcard"},
		},
		outside: []given{{"ingress.issuer": "a", "ingress.clusterIssuer": "b"}, {"ingress.tlsSecretName": "a", "ingress.tlsSecretNames": []any{"b"}}},
	},
	{inside: []given{
		{"ingress.annotations": map[string]any{"alb.ingress.kubernetes.io/group.name": "g", "A/b": ""}},
	}},
	{inside: []given{{"ingress.name": a253, "ingress.externalDns": true}}},
	{inside: []given{
		{"ingress.labels": map[string]any{"a/b": a63}}, {"ingress.extraTls": networkingv1.IngressTLSArray{&networkingv1.IngressTLSArgs{SecretName: pulumi.String("wildcard")}}},
		{"ingress.extraRules": networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{Host: pulumi.String("a.example.org")}}},
		{"ingress.defaultBackend": &networkingv1.IngressBackendArgs{Service: &networkingv1.IngressServiceBackendArgs{
			Name: pulumi.String("frontend"), Port: &networkingv1.ServiceBackendPortArgs{Number: pulumi.Int(80)}}}},
	}},
	{inside: []given{
		{"gateway.name": "public"}, {"gateway.name": a253, "gateway.namespace": a63, "gateway.sectionName": a253, "gateway.routeName": "r" + a253[1:], "gateway.requestTimeout": "0s"},
		{"gateway.name": "public", "gateway.sshSectionName": "ssh", "gateway.requestTimeout": "99999h", "gateway.annotations": map[string]any{"a": "b"}},
		{"gateway.name": "public", "gateway.policy": envoys, "ingress.enabled": true},
	}, outside: []given{
		{"gateway.name": "public", "gateway.policy": "kind: A"}, {"gateway.name": "public", "gateway.policy": "["},
		{"gateway.name": "public", "gateway.policy": "apiVersion: v9\nkind: NotThere\nspec: {}"}, {"gateway.name": "public", "gateway.requestTimeout": "1.5h"},
	}},
}

// objectChoices are of what all objects have.
var objectChoices = []choice{
	{inside: []given{
		{"serviceAccount.name": a253, "serviceAccount.annotations": map[string]any{"a/b": "c"}}, {"serviceAccount.name": "a", "serviceAccount.create": false},
	}, outside: []given{{"serviceAccount.annotations": map[string]any{"a/b": "c"}}}},
	{inside: []given{{"podSecurity": "restricted"}}},
	{inside: []given{{"openshift": true}, {"checkPodSecurity": true}}},
	{inside: []given{{"networkPolicy.enabled": true}, {"networkPolicy.enabled": true, "networkPolicy.ingressNamespace": a63, "networkPolicy.metricsNamespace": "0"}}},
	{inside: []given{{"metrics.port": 9090}, {"metrics.port": 1024, "metrics.path": "/a b"},
		{"metrics.port": 9090, "metrics.authKeySecret.name": "management", "metrics.authKeySecret.key": "key"}}, outside: []given{{"metrics.path": "/a"}}},
	{inside: []given{{"commonLabels": map[string]any{"a": "b"}, "labels": map[string]any{"a": "c", "app.kubernetes.io/component": "theirs"}}, {"labels": map[string]any{"a.b/C": "A_b.c"}}}},
	{inside: []given{
		{"annotations": map[string]any{"example.com/b": strings.Repeat("a", 120<<10-13)}}, {"annotations": map[string]any{"seqera-studios/owner": "theirs"}},
	}},
	{inside: []given{{"nodeSelector": map[string]any{"a/b": a63}}, {"nodeSelector": pulumi.StringMap{}}}},
	{inside: []given{{"timeoutSeconds": 1}, {"timeoutSeconds": 2147483647}}},
}
