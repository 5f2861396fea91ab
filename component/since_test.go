package component_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// since is what Seqera's pages say of each variable, by the argument that sets it: the first version of the Platform, and of
// proxy and server. All others are in the pages of 25.1, the first that Studios is installed beside.
var since = map[string][2]string{
	"workspaces.ssh":                     {"25.3.3", "0.12.0"}, // studios-ssh; the troubleshooting page has 0.12.0
	"workspaces.iframe":                  {"26.1", ""},
	"workspaces.metrics":                 {"26.1", ""},
	"wave.customImageRegistry":           {"25.2", ""},
	"wave.customImageRepository":         {"25.2", ""},
	"wave.customImageNameStrategy":       {"25.2", ""},
	"wave.disallowedRegistries":          {"26.1", ""},
	"wave.statusCheckInitialDelay":       {"26.1", ""},
	"wave.statusCheckRate":               {"26.1", ""},
	"sessions.pathRouting":               {"25.2", "0.8.2"},
	"sessions.defaultLifespanHours":      {"26.1", ""},
	"sessions.privateByDefault":          {"26.1", ""},
	"sessions.forceStopThreshold":        {"26.1", ""},
	"sessions.listLimit":                 {"26.1", ""},
	"sessions.metricsRetentionDays":      {"26.1", ""},
	"sessions.featureManifestUrl":        {"26.1", ""},
	"quotas.buckets":                     {"26.1", "0.12.0"},
	"quotas.trustedProxyCidrs":           {"", "0.12.0"},
	"quotas.telemetryFlushInterval":      {"", "0.12.0"},
	"quotas.telemetryTtl":                {"", "0.12.0"},
	"quotas.telemetryStreamEmitInterval": {"", "0.12.0"},
	"ssh.enabled":                        {"25.3.3", "0.12.0"}, // studios-ssh; the newest page has 0.12.0 for all three sides
	"ssh.supportedKeyTypes":              {"26.1", ""},
	"metrics.port":                       {"", "0.8.2"}, // the release notes of Connect: in place of CONNECT_METRICS_PORT
	"oidc.accessTokenAudience":           {"26.2", ""},
	"oidc.enforceAudience":               {"26.2", ""},
	"certificateAuthority.pem":           {"26.2", ""}, // studios-private-ca, which came with it
	"certificateAuthority.configMapName": {"26.2", ""},
	"certificateAuthority.secretName":    {"26.2", ""},
}

// Beside the first Platform, with its proxy and server, each is refused that they do not know, and no other.
func TestEveryMinimum(t *testing.T) {
	args := everything()
	args.Platform.Version = pulumi.String("25.1")
	args.Proxy.Image, args.Server.Image = pulumi.String("registry.example.com/proxy:0.8.0"), pulumi.String("registry.example.com/server:0.8.0")
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", args)
		return err
	})
	if err == nil {
		t.Fatal("nothing is refused")
	}
	lines := 0
	for path, versions := range since {
		if excluding[path] != nil {
			continue // not given here
		}
		for i, words := range []string{"needs Platform ", "needs proxy and server "} {
			if versions[i] == "" {
				continue
			}
			want := path + ": Forbidden: " + words + versions[i] + " or later"
			lines += 1 + i // once for the proxy, once for the server
			if strings.Count(err.Error(), want) != 1+i {
				t.Errorf("nothing says %s", want)
			}
		}
	}
	if got := strings.Count(err.Error(), "\n  "); got != lines {
		t.Errorf("%d refusals, not %d: %v", got, lines, err)
	}
	for _, a := range component.Arguments() {
		if _, isListed := since[a.Path]; isListed != (a.Since != "") {
			t.Errorf("%s is documented since %q", a.Path, a.Since)
		}
	}
}
