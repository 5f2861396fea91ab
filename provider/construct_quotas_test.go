package provider

import (
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Groups by key in a group that is always there, with groups and maps of their own: all of it reaches the component from
// another language, and what is secret in it stays so.
func TestQuotasFromAnotherLanguage(t *testing.T) {
	buckets := object{
		"user_id": object{"quotas": object{"720h": "1TB"}, "header": "X-Connect-Sub", "permissions": "userId"},
		"token":   object{"quotas": object{"1h": "1GB"}, "jwt": object{"token": "access", "claim": "sub"}},
		"ip":      object{"quotas": object{"24h": "50GB"}, "clientIp": true},
	}
	given := inputs(object{
		"platform": object{"version": "26.2"},
		"quotas":   object{"buckets": buckets, "trustedProxyCidrs": []any{"10.0.0.0/16"}},
	})
	_, graph, err := construct(t, given, nil)
	must(t, err)
	policy := graph["studios-policy kubernetes:core/v1:ConfigMap"].Inputs["data"].(map[string]any)["policy.json"].(string)
	for _, part := range []string{`"name": "X-Connect-Sub"`, `"field": "userId"`, `"token": "access"`, `"claim": "sub"`, `"client_ip"`, `"bytes": "50GB"`} {
		if !strings.Contains(policy, part) {
			t.Errorf("no %s in %s", part, policy)
		}
	}

	inner := given["quotas"].ObjectValue()["buckets"].ObjectValue()["token"].ObjectValue()["jwt"].ObjectValue()
	inner["claim"] = resource.MakeSecret(resource.NewProperty("canary"))
	_, graph, err = construct(t, given, nil)
	must(t, err)
	if data := graph["studios-policy kubernetes:core/v1:ConfigMap"].Inputs["data"]; !reflect.DeepEqual(data, map[string]any{"policy.json": "[secret]"}) {
		t.Errorf("the policy is %v", data)
	}
	if strings.Contains(graph.YAML(), "canary") {
		t.Error("a secret shows")
	}
}
