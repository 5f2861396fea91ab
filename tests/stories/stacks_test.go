//go:build testbed

package stories

import (
	"encoding/base64"
	"testing"
)

// The stacks that a site would copy work as they are, but for where their cluster is.
func TestExampleStacks(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct{ platform, host, replicas string }{
		"staging":    {"https://platform.staging.example.com", "*.staging.example.com", "1"},
		"production": {"https://platform.example.com", "*.example.com", "3"},
	} {
		t.Run(name, func(t *testing.T) {
			s := beginStack(t, name)
			s.pulumi("config", "rm", "kubernetes:context")
			s.kubectl("patch", "configmap/platform-backend-cfg", "--type=merge",
				"-p", `{"data":{"TOWER_SERVER_URL":"`+want.platform+`"}}`)
			s.up()
			s.equal("host", s.get("ingress/connect-ingress", ".spec.rules[0].host"), want.host)
			s.equal("replicas", s.get("deployment/connect-proxy", ".spec.replicas"), want.replicas)
			password, err := base64.StdEncoding.DecodeString(s.get("secret/connect-credentials", ".data.redis-password"))
			s.must(err)
			s.equal("password", string(password), "made-up-"+name+"-password")
			s.nochangeEver()
			s.lacks(s.pulumi("preview", "--diff"), string(password))
			s.lacks(s.pulumi("stack", "export"), string(password), "0madeUpTokenOf32LettersAndDigits")
		})
	}
}
