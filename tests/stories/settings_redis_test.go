//go:build testbed

package stories

import (
	"strings"
	"testing"
)

// A Redis with everything: users, TLS both ways, and all credentials in Secrets of the site's own, whose change restarts what
// reads them and nothing else.
func TestRedisOverTLS(t *testing.T) {
	s := begin(t)
	s.kubectl("create", "secret", "generic", "redis", "--from-literal=password=canary-redis")
	s.kubectl("create", "secret", "generic", "redis-client", "--from-literal=client.crt=x", "--from-literal=client.key=canary-key")
	const password, certificate = `{"stringData":{"password":"canary-redis"}}`, `{"stringData":{"client.crt":"x"}}`
	settings := map[string]string{
		"redis.tls": "true", "redis.tlsSkipVerify": "true", "redis.cluster": "true", "redis.username": "studios",
		"redis.existingPasswordSecret.name": "redis", "redis.existingPasswordSecret.key": "password",
		"redis.clientCertificate.secretName": "redis-client", "redis.clientCertificate.certificate": "client.crt",
		"redis.clientCertificate.privateKey": "client.key",
	}
	s.toggled(settings, func() {
		for _, workload := range []string{"deployment/connect-proxy", "statefulset/connect-server"} {
			for name, want := range map[string]string{
				"CONNECT_REDIS_TLS_ENABLE": "true", "CONNECT_REDIS_TLS_SKIP_VERIFY": "true", "CONNECT_REDIS_DB": "0",
				"CONNECT_REDIS_USER":          "studios",
				"CONNECT_REDIS_TLS_CERT_FILE": "/etc/seqera-studios/redis/tls.crt",
				"CONNECT_REDIS_TLS_KEY_FILE":  "/etc/seqera-studios/redis/tls.key",
			} {
				s.equal(workload+" "+name, s.variable(workload, name), `{"name":"`+name+`","value":"`+want+`"}`)
			}
			s.equal(workload+" password", s.variable(workload, "CONNECT_REDIS_PASSWORD"),
				`{"name":"CONNECT_REDIS_PASSWORD","valueFrom":{"secretKeyRef":{"key":"password","name":"redis"}}}`)
			s.equal(workload+" volume", s.get(workload, `.spec.template.spec.volumes[?(@.name=="redis-client-certificate")].secret`),
				`{"defaultMode":420,"items":[{"key":"client.crt","path":"tls.crt"},{"key":"client.key","path":"tls.key"}],"secretName":"redis-client"}`)
			s.equal(workload+" mount", s.get(workload, `.spec.template.spec.containers[0].volumeMounts[?(@.name=="redis-client-certificate")]`),
				`{"mountPath":"/etc/seqera-studios/redis","name":"redis-client-certificate","readOnly":true}`)
		}
		s.lacks(s.pulumi("stack", "export"), "canary-redis", "canary-key")

		// The sample Platform has database 0 of this Redis.
		s.contains(s.pulumi("preview"), "redis.database: the Platform has its own keys in database 0 of this Redis",
			"redis.tlsSkipVerify: nobody checks")
		for secret, patch := range map[string]string{
			"secret/redis": `{"stringData":{"password":"canary-another"}}`, "secret/redis-client": `{"stringData":{"client.crt":"y"}}`,
		} {
			before := s.pods()
			s.kubectl("patch", secret, "--type=merge", "--patch", patch)
			s.up()
			s.equal("a change of "+secret+" restarts", s.restarted(before), "proxy server")
		}
		s.kubectl("patch", "secret/redis", "--type=merge", "--patch", password)
		s.kubectl("patch", "secret/redis-client", "--type=merge", "--patch", certificate)
		s.up()
		s.knowsThePlatformsRedis()
		s.setAll(map[string]string{
			"redis.cluster":                    "true",
			"redis.database":                   "2",
			"redis.existingPasswordSecret.key": "pass",
		})
		s.contains(s.fails("preview"), "redis.database: Invalid value: 2: must be 0 with redis.cluster")
		s.pulumi("config", "rm", "--path", "redis.database")
		s.contains(s.fails("preview"), `redis.existingPasswordSecret: Not found: "pass": must be a key of Secret "redis"; it has: password`)
	})
}

// knowsThePlatformsRedis reads the forms that a Redis URL can have, and nothing in which a password might be taken for an address.
func (s *story) knowsThePlatformsRedis() {
	s.Helper()
	const warning = "redis.database: the Platform has its own keys in database 2"
	before := s.environment("TOWER_REDIS_URL")
	s.set("redis.cluster", "false")
	s.set("redis.database", "2")
	for url, isShared := range map[string]bool{
		"rediss://user:canary-url@Redis.example.com/2":  true,
		"redis://redis.example.com:6379":                false,
		"redis://redis.example.com:6380/2":              false,
		"redis://:canary/url@redis.example.com:6379/2":  false,
		"redis://redis.example.com:6379/2?a=canary-url": false,
	} {
		s.kubectl("patch", "configmap/platform-backend-cfg", "--type=merge", "-p", `{"data":{"TOWER_REDIS_URL":"`+url+`"}}`)
		preview := s.pulumi("preview", "-v=8", "--logtostderr")
		if strings.Contains(preview, warning) != isShared {
			s.Errorf("with %s the preview warns: %t", url, !isShared)
		}
		s.lacks(preview, "canary-url", "canary/url")
	}
	s.kubectl("patch", "configmap/platform-backend-cfg", "--type=merge", "-p", `{"data":{"TOWER_REDIS_URL":"`+before+`"}}`)
}
