//go:build testbed && long

package stories

import "testing"

// The example stacks of the clouds come, stay and go, in a cluster that has their definitions.
func TestLongExamples(t *testing.T) {
	t.Parallel()
	const platformURL = "https://platform.example.com"
	for name, c := range map[string]struct {
		install func(s *story)
		want    map[string]string
	}{
		"eks": {func(*story) {}, map[string]string{
			"ingress/connect-ingress .metadata.annotations.alb\\.ingress\\.kubernetes\\.io/target-type":     "ip",
			"ingress/connect-ingress .metadata.annotations.external-dns\\.alpha\\.kubernetes\\.io/hostname": "*.example.com,connect.example.com",
			"service/connect-ssh .spec.loadBalancerClass":                                                   "service.k8s.aws/nlb",
			"configmap/platform-backend-cfg .data.TOWER_DATA_STUDIO_CONNECT_SSH_ADDRESS":                    "connect-ssh.example.com",
			"deployment/connect-proxy .spec.template.spec.topologySpreadConstraints[0].topologyKey":         "topology.kubernetes.io/zone",
		}},
		"gke": {
			func(s *story) {
				s.must(cluster.InstallGKE(s.Context()))
				certificate, key := s.certificate(365, "*.example.com")
				s.kubectl("create", "secret", "tls", "connect-tls", "--cert="+s.file(certificate), "--key="+s.file(key))
			},
			map[string]string{
				"backendconfig/connect-proxy .spec.timeoutSec":                                    "86400",
				"frontendconfig/connect-proxy .spec.redirectToHttps.enabled":                      "true",
				"service/connect-proxy .metadata.annotations.cloud\\.google\\.com/backend-config": `{"default":"connect-proxy"}`,
				"service/connect-proxy .metadata.annotations.cloud\\.google\\.com/neg":            `{"ingress": true}`,
				"ingress/connect-ingress .metadata.annotations.kubernetes\\.io/ingress\\.class":   "gce",
				"ingress/connect-ingress .spec.tls[0].secretName":                                 "connect-tls",
			},
		},
		"aks": {func(*story) {}, map[string]string{
			"ingress/connect-ingress .metadata.annotations.appgw\\.ingress\\.kubernetes\\.io/request-timeout":     "3600",
			`deployment/connect-proxy .spec.template.spec.containers[0].env[?(@.name=="CONNECT_REDIS_DB")].value`: "0",
		}},
		"gateway": {
			func(s *story) {
				s.must(cluster.InstallGatewayAPI(s.Context()))
				s.must(cluster.InstallEnvoyGateway(s.Context()))
			},
			map[string]string{
				"httproute/connect .spec.hostnames[0]":                              "*.example.com",
				"backendtrafficpolicy/connect .spec.timeout.http.streamIdleTimeout": "3600s",
				"tcproute/connect .spec.rules[0].backendRefs[0].name":               "connect-ssh",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := beginCloud(t, name, platformURL)
			c.install(s)
			s.comesAndGoes(c.want)
			for _, kind := range []string{"backendconfigs", "frontendconfigs", "httproutes", "tcproutes", "backendtrafficpolicies"} {
				if left, err := cluster.Kubectl(s.Context(), s.namespace, "get", kind, "-o", "name"); err == nil && left != "" {
					t.Errorf("left are %s", left)
				}
			}
		})
	}
}
