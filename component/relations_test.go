package component_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// What is right by itself and not together is found with everything else.
func TestRelations(t *testing.T) {
	args := minimal()
	args.ConnectURL = pulumi.String("https://connect.example.org")
	args.Redis.Cluster, args.Redis.Database = pulumi.Bool(true), pulumi.Int(1)
	args.Redis.Password = pulumi.String("password")
	args.Redis.ExistingPasswordSecret = &component.SecretKeyArgs{Name: pulumi.String("redis"), Key: pulumi.String("password")}
	args.Templates = map[string]component.TemplateArgs{}
	args.AdditionalTemplates = map[string]component.TemplateArgs{
		"jupyter": {Repository: pulumi.String("registry.example.com/lab:1"), Tool: pulumi.String("jupyter")},
	}
	args.RemovedTemplates = pulumi.ToStringArray([]string{"XPRAGA"})
	args.Quotas = &component.QuotasArgs{Buckets: map[string]component.BucketArgs{
		"ip":  {Quotas: pulumi.StringMap{"1h": pulumi.String("1GB")}, ClientIP: pulumi.Bool(true), Permissions: pulumi.String("userId")},
		"a:b": {Quotas: pulumi.StringMap{"1h": pulumi.String("1GB")}, Permissions: pulumi.String("userId")},
		"two": {
			Quotas: pulumi.StringMap{"1h": pulumi.String("1GB")}, Header: pulumi.String("X-Connect-Sub"),
			JWT: &component.JWTArgs{Token: pulumi.String("access"), Claim: pulumi.String("sub")},
		},
	}}
	args.Ingress = &component.IngressArgs{
		Host: pulumi.String("*.example.com"), Path: pulumi.String("/*"), PathType: pulumi.String("Prefix"),
	}
	args.Platform = &component.PlatformArgs{
		ConfigMap: pulumi.String("platform-backend-cfg"), TowerYmlConfigMap: pulumi.String("platform-backend-cfg"),
		Backend: &component.WorkloadArgs{Deployment: pulumi.String("backend")}, Cron: &component.WorkloadArgs{Deployment: pulumi.String("backend")},
	}
	args.Oidc = &component.OidcArgs{TokenSecretName: pulumi.String("platform-oidc-certs")}
	args.Proxy = &component.ProxyArgs{Name: pulumi.String("studios"), Resources: resources("1", "1Mi")}
	args.Proxy.Resources.Limits = pulumi.StringMap{"cpu": pulumi.String("50m")}
	args.Proxy.Pod = &component.PodArgs{ExtraVolumeMounts: mount("missing", "/missing"), ExtraEnv: env("CONNECT_POLICY_B64")}
	args.Server = &component.ServerArgs{
		Name: pulumi.String("studios"), ListenerPort: pulumi.Int(8080), TunnelPort: pulumi.Int(8080),
		Resources: &component.ResourcesArgs{Limits: pulumi.StringMap{"cpu": pulumi.String("10m")}},
	}
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", args)
		return err
	})
	if err == nil {
		t.Fatal("nothing was found")
	}
	for _, want := range []string{
		`connectUrl: Invalid value: "https://connect.example.org": must be under the Platform's domain example.com`,
		`removedTemplates: Forbidden: excludes templates`,
		`additionalTemplates[jupyter]: Invalid value: "jupyter": must be capital letters`,
		`quotas.buckets[a:b]: Invalid value: "a:b": must be letters, digits, "_" and "-"`,
		`quotas.buckets[ip].clientIp: Forbidden: is for every protocol`,
		`quotas.buckets[two].jwt: Forbidden: excludes quotas.buckets[two].header: give one of them`,
		`quotas.trustedProxyCidrs: Required value: bucket "ip" counts by the client's address`,
		`proxy.pod.extraEnv[0].name: Forbidden: excludes quotas.buckets: with two policies the proxy does not start`,
		`redis.existingPasswordSecret: Forbidden: excludes redis.password: give one of them`,
		`redis.database: Invalid value: 1: must be 0 with redis.cluster`,
		`ingress.host: Invalid value: "*.example.com": must cover connect.example.org`,
		`platform.towerYmlConfigMap: Invalid value: "platform-backend-cfg": must be another than platform.configMap`,
		`platform.cron.deployment: Invalid value: "backend": must be another than platform.backend.deployment`,
		`oidc.tokenSecretName: Invalid value: "platform-oidc-certs": must be another than oidc.secretName`,
		`server.name: Invalid value: "studios": must be another than proxy.name`,
		`server.listenerPort: Invalid value: 8080: must be another than server.tunnelPort`,
		`server.listenerPort: Invalid value: 8080: must be another than that of the server's Service`,
		`ingress.pathType: Invalid value: "Prefix": must be "ImplementationSpecific" for a path with "*"`,
		`proxy.pod.extraVolumeMounts[0].name: Unsupported value: "missing": supported values: "caddy-temp-data-volume", "policy"`,
		`proxy.resources.limits[cpu]: Invalid value: "50m": must not be below the request, which is 1`,
		`server.resources.limits[cpu]: Invalid value: "10m": must not be below the request, which is 20m`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing says %s in\n%v", want, err)
		}
	}
	if strings.Count(err.Error(), "\n  ") != 21 {
		t.Errorf("more is found than is wrong: %v", err)
	}
}

// With all sessions below the connect host, a rule for it alone is enough.
func TestHostOfPathRouting(t *testing.T) {
	for _, c := range []struct {
		byPath bool
		host   string
		isGood bool
	}{
		{true, "connect.example.com", true}, {true, "*.example.com", true}, {true, "other.example.com", false}, {false, "connect.example.com", false},
	} {
		args := minimal()
		args.Sessions = &component.SessionArgs{PathRouting: pulumi.Bool(c.byPath)}
		args.Ingress = &component.IngressArgs{Host: pulumi.String(c.host)}
		_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
			_, err := component.NewStudios(ctx, "studios", args)
			return err
		})
		if (err == nil) != c.isGood {
			t.Errorf("%v: %v", c, err)
		}
	}
}
