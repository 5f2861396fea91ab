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
	args.Proxy.Pod = &component.PodArgs{ExtraVolumeMounts: mount("missing", "/missing")}
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
		`ingress.host: Invalid value: "*.example.com": must cover connect.example.org`,
		`platform.towerYmlConfigMap: Invalid value: "platform-backend-cfg": must be another than platform.configMap`,
		`platform.cron.deployment: Invalid value: "backend": must be another than platform.backend.deployment`,
		`oidc.tokenSecretName: Invalid value: "platform-oidc-certs": must be another than oidc.secretName`,
		`server.name: Invalid value: "studios": must be another than proxy.name`,
		`server.listenerPort: Invalid value: 8080: must be another than server.tunnelPort`,
		`server.listenerPort: Invalid value: 8080: must be another than that of the server's Service`,
		`ingress.pathType: Invalid value: "Prefix": must be "ImplementationSpecific" for a path with "*"`,
		`proxy.pod.extraVolumeMounts[0].name: Unsupported value: "missing": supported values: "caddy-temp-data-volume"`,
		`proxy.resources.limits[cpu]: Invalid value: "50m": must not be below the request, which is 1`,
		`server.resources.limits[cpu]: Invalid value: "10m": must not be below the request, which is 20m`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing says %s in\n%v", want, err)
		}
	}
	if strings.Count(err.Error(), "\n  ") != 12 {
		t.Errorf("more is found than is wrong: %v", err)
	}
}
