//go:build testbed

package stories

import (
	"encoding/json"
	"strings"
	"testing"
)

// Quotas reach the proxy as a file; another quota is another file, and restarts the proxy and nothing else.
func TestQuotasRollTheProxyOnly(t *testing.T) {
	s := begin(t)
	s.set("platform.version", "26.2")
	settings := map[string]string{
		"quotas.name": "policy", "quotas.trustedProxyCidrs[0]": "10.0.0.0/16", "quotas.trustedProxyCidrs[1]": "172.16.0.0/12",
		"quotas.buckets.user_id.quotas.720h": "1TB", "quotas.buckets.user_id.header": "X-Connect-Sub", "quotas.buckets.user_id.permissions": "userId",
		"quotas.buckets.ip.quotas.24h": "50GB", "quotas.buckets.ip.clientIp": "true",
		"quotas.buckets.token.quotas.1h": "1048576", "quotas.buckets.token.jwt.token": "access", "quotas.buckets.token.jwt.claim": "sub",
		"quotas.telemetryFlushInterval": "20s", "quotas.telemetryTtl": "240h", "quotas.telemetryStreamEmitInterval": "2s",
	}
	s.toggled(settings, func() {
		policy := s.mountedPolicy()
		s.equal("buckets", strings.Join(policy.names(), " "), "ip token user_id")
		s.equal("quota", policy.Buckets[0].Quotas[0].Bytes.(string)+" in "+policy.Buckets[0].Quotas[0].Window, "50GB in 24h")
		for name, want := range map[string]string{
			"CONNECT_POLICY_FILE": "/etc/seqera-studios/policy/policy.json", "CONNECT_TRUSTED_PROXY_CIDRS": "10.0.0.0/16 172.16.0.0/12",
			"CONNECT_TELEMETRY_FLUSH_INTERVAL": "20s", "CONNECT_TELEMETRY_TTL": "240h", "CONNECT_TELEMETRY_STREAM_EMIT_INTERVAL": "2s",
		} {
			s.equal("proxy's "+name, s.variable("deployment/connect-proxy", name), `{"name":"`+name+`","value":"`+want+`"}`)
			s.equal("server's "+name, s.variable("statefulset/connect-server", name), "")
		}
		before := s.pods()
		s.set("quotas.buckets.ip.quotas.24h", "60GB")
		s.contains(s.pulumi("preview"), "studios-policy", "studios-proxy")
		s.up()
		s.equal("another quota restarts", s.restarted(before), "proxy")
		s.equal("quota", s.mountedPolicy().Buckets[0].Quotas[0].Bytes.(string), "60GB")
		s.equal("policies that are left", s.kubectl("get", "configmaps", "-l", "app.kubernetes.io/instance=studios", "-o",
			"jsonpath={.items[*].metadata.name}"), s.policyName())

		s.setAll(map[string]string{
			"quotas.buckets.ip.header":        "X-Connect-Sub",
			"quotas.buckets.token.quotas.60m": "1KB",
			"proxy.pod.extraEnv[0].name":      "CONNECT_POLICY_B64",
			"proxy.pod.extraEnv[0].value":     "e30=",
		})
		s.contains(s.fails("preview"), "quotas.buckets[ip].clientIp: Forbidden: is for every protocol", `"60m": is as long as another window`,
			"proxy.pod.extraEnv[0].name: Forbidden: excludes quotas.buckets")
	})
}

type trafficPolicy struct {
	Buckets []struct {
		Name   string
		Quotas []struct {
			Bytes  any
			Window string
		}
	}
}

func (p trafficPolicy) names() (all []string) {
	for _, bucket := range p.Buckets {
		all = append(all, bucket.Name)
	}
	return all
}

// mountedPolicy is what the pods of the proxy see.
func (s *story) mountedPolicy() (policy trafficPolicy) {
	s.Helper()
	s.must(json.Unmarshal([]byte(s.get("configmap/"+s.policyName(), `.data.policy\.json`)), &policy))
	return policy
}

func (s *story) policyName() string {
	s.Helper()
	return s.get("deployment/connect-proxy", `.spec.template.spec.volumes[?(@.name=="policy")].configMap.name`)
}
