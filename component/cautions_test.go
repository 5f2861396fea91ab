package component

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// production is what a stack should say that has people behind it.
func production(a *StudiosArgs) {
	a.AllowedWorkspaces = pulumi.IntArray{pulumi.Int(12345)}
	a.Redis.Password = pulumi.ToSecret(pulumi.String("canary")).(pulumi.StringOutput)
}

// but is a production stack, but for something.
func but(change func(a *StudiosArgs)) func(a *StudiosArgs) {
	return func(a *StudiosArgs) {
		production(a)
		change(a)
	}
}

// What a trial may have is warned of before it is there, and noted as long as it stands; a stack without it hears nothing.
func TestCautions(t *testing.T) {
	one := but(func(a *StudiosArgs) {
		a.Proxy, a.Server = &ProxyArgs{Replicas: pulumi.Int(1)}, &ServerArgs{Replicas: pulumi.Int(1)}
	})
	scaled := but(func(a *StudiosArgs) {
		a.Proxy = &ProxyArgs{Autoscaling: &AutoscalingArgs{MinReplicas: pulumi.Int(1), MaxReplicas: pulumi.Int(5)}}
	})
	moving := but(func(a *StudiosArgs) {
		a.Proxy, a.Server = &ProxyArgs{ImageTag: pulumi.String("latest")}, &ServerArgs{Image: pulumi.String("registry.example.com/server:0.14")}
	})
	opened := but(func(a *StudiosArgs) { a.AllowedWorkspaces = nil })
	elsewhere := but(func(a *StudiosArgs) { a.AllowedWorkspaces, a.AllowedWorkspacesIn = nil, pulumi.String("platform") })
	own := func(kind, name string, replicas int, image string) platform.Object {
		return platform.Object{Kind: kind, Name: name, Owner: "p/s/studios", Replicas: replicas, Images: []string{image}}
	}
	const latest, minor = "cr.seqera.io/enterprise/studios/proxy:latest", "registry.example.com/server:0.14"
	for name, c := range map[string]struct {
		values map[string]string
		live   []platform.Object
		change func(a *StudiosArgs)
		want   []string // how each begins
	}{
		"production":                {nil, nil, production, nil},
		"open to all, at first":     {nil, nil, opened, []string{"warning: allowedWorkspaces: is left out"}},
		"open to all, as before":    {nil, []platform.Object{own("Deployment", "connect-proxy", 2, "")}, opened, []string{"note: allowedWorkspaces"}},
		"a list that is taken away": {map[string]string{platform.AllowList: "1"}, []platform.Object{own("Deployment", "connect-proxy", 2, "")}, opened, []string{"warning: allowedWorkspaces"}},
		"a list of the owner's":     {nil, nil, elsewhere, nil},
		"one pod, at first":         {nil, nil, one, []string{"warning: proxy.replicas: all sessions", "warning: server.replicas"}},
		"one pod, as before":        {nil, []platform.Object{own("Deployment", "connect-proxy", 1, ""), own("StatefulSet", "connect-server", 1, "")}, one, []string{"note: proxy.replicas", "note: server.replicas"}},
		"one pod where two were":    {nil, []platform.Object{own("Deployment", "connect-proxy", 2, ""), own("StatefulSet", "connect-server", 1, "")}, one, []string{"warning: proxy.replicas", "note: server.replicas"}},
		"scaled down to one":        {nil, []platform.Object{own("Deployment", "connect-proxy", 1, "")}, scaled, []string{"warning: proxy.autoscaling.minReplicas"}},
		"scaled to one, as before":  {nil, []platform.Object{own("HorizontalPodAutoscaler", "connect-proxy", 1, "")}, scaled, []string{"note: proxy.autoscaling.minReplicas"}},
		"tags that move":            {nil, nil, moving, []string{"warning: proxy.imageTag: its tag", "warning: server.image: its tag"}},
		"tags that move, as before": {nil, []platform.Object{own("Deployment", "connect-proxy", 2, latest), own("StatefulSet", "connect-server", 2, minor)}, moving, []string{"note: proxy.imageTag", "note: server.image"}},
		"another tag that moves":    {nil, []platform.Object{own("Deployment", "connect-proxy", 2, latest+"-1"), own("StatefulSet", "connect-server", 2, minor)}, moving, []string{"warning: proxy.imageTag", "note: server.image"}},
		"a tag held by a digest": {nil, nil, but(func(a *StudiosArgs) {
			a.Proxy = &ProxyArgs{ImageTag: pulumi.String("latest"), ImageDigest: pulumi.String("sha256:" + strings.Repeat("a", 64))}
		}), nil},
		"a password in plain text": {nil, []platform.Object{own("Deployment", "connect-proxy", 2, "")}, but(func(a *StudiosArgs) { a.Redis.Password = pulumi.String("canary") }), []string{"warning: redis.password: is given as plain text"}},
		"a token of an output, plain": {nil, nil, but(func(a *StudiosArgs) {
			a.Oidc = &OidcArgs{RegistrationToken: pulumi.String("0123456789abcdef").ToStringOutput()}
		}), []string{"warning: oidc.registrationToken"}},
	} {
		t.Run(name, func(t *testing.T) {
			facts := namespaceWith("26.2.1", c.values)
			facts.Objects = c.live
			if name == "a list that is taken away" {
				facts.ConfigMaps[0].Managers = []platform.Manager{{Name: fieldManager, Operation: "Apply", Data: []string{platform.AllowList}}}
			}
			var got []string
			err := said(t, facts, c.change, func(g *graph) {
				for _, caution := range g.cautions() {
					got = append(got, map[bool]string{false: "warning: ", true: "note: "}[caution.stands]+caution.text)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.EqualFunc(got, c.want, strings.HasPrefix) || strings.Contains(strings.Join(got, ""), "canary") {
				t.Errorf("said is %q, not %q", got, c.want)
			}
		})
	}
}
