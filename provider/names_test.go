package provider

import "testing"

func TestPythonNames(t *testing.T) {
	for message, want := range map[string]string{
		`platformUrl: Invalid value: "http://platform.example.com"`: `platform_url: Invalid value: "http://platform.example.com"`,
		"platform.towerYmlConfigMap: Required value":                "platform.tower_yml_config_map: Required value",
		"proxy.localCacheTtl and redis.tls":                         "proxy.local_cache_ttl and redis.tls",
		"metadata.resourceVersion is no argument":                   "metadata.resourceVersion is no argument",
	} {
		if got := pythonNames(message); got != want {
			t.Errorf("%q became %q, not %q", message, got, want)
		}
	}
}
