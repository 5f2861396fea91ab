//go:build testbed

package testbed

import (
	"strings"
	"testing"
)

// Platforms as their owners have them, each in a namespace of one cluster.
func TestOwnedPlatforms(t *testing.T) {
	cluster, err := StartCluster(t.Context(), build(t))
	if err != nil {
		t.Fatal(err)
	}
	defer cluster.Stop()
	t.Run("stock", func(t *testing.T) {
		for version := range stocks {
			t.Run(version, func(t *testing.T) {
				t.Parallel()
				testStock(t, cluster, version)
			})
		}
	})
	t.Run("chart", func(t *testing.T) {
		for major, operation := range map[int]string{3: "Update", 4: "Apply"} {
			t.Run(helms[major], func(t *testing.T) {
				t.Parallel()
				testChart(t, cluster, major, operation)
			})
		}
	})
}

func testStock(t *testing.T, cluster *Cluster, version string) {
	namespace := "stock-" + strings.ReplaceAll(version, ".", "-")
	if err := cluster.InstallStock(t.Context(), namespace, version); err != nil {
		t.Fatal(err)
	}
	image := read(t, cluster, namespace, "deployment/backend", ".spec.template.spec.containers[?(@.name=='backend')].image")
	if !strings.Contains(image, "/backend:v"+version+".") {
		t.Errorf("backend of %s runs %s", version, image)
	}
}

// An upgrade that changes nothing makes another key, which restarts backend and cron; the token stays.
func testChart(t *testing.T, cluster *Cluster, major int, operation string) {
	const release, secret = "seqera", "secret/seqera-platform-backend"
	namespace := helms[major]
	install := func(flags ...string) (key, token string) {
		t.Helper()
		if err := cluster.InstallChart(t.Context(), major, namespace, release, flags...); err != nil {
			t.Fatal(err)
		}
		return read(t, cluster, namespace, secret, `.data.oidc\.pem`),
			read(t, cluster, namespace, secret, `.data.OIDC_CLIENT_REGISTRATION_TOKEN`)
	}
	first, token := install()
	owner := read(t, cluster, namespace, secret, ".metadata.managedFields[*]['manager','operation']")
	if token == "" || owner != "helm "+operation {
		t.Errorf("installed with token %q by %q, not helm %s", token, owner, operation)
	}
	second, same := install()
	if second == first || same != token {
		t.Errorf("another key: %t; the same token: %t", second != first, same == token)
	}
	revisions := read(t, cluster, namespace, "deployments", `.items[*].metadata.annotations.deployment\.kubernetes\.io/revision`)
	if revisions != "2 2 1" {
		t.Errorf("revisions of backend, cron and frontend are %s", revisions)
	}
	if third, same := install("--set", "platform.oidcPrivateKeyBase64="+first); third != first || same != token {
		t.Errorf("the given key: %t; the same token: %t", third == first, same == token)
	}
}

func read(t *testing.T, cluster *Cluster, namespace, object, jsonpath string) string {
	t.Helper()
	value, err := cluster.Kubectl(t.Context(), namespace, "get", object, "-o", "jsonpath={"+jsonpath+"}")
	if err != nil {
		t.Fatal(err)
	}
	return value
}
