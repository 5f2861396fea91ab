package main

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestVerb(t *testing.T) {
	for request, want := range map[string]string{
		"GET /openapi/v2":               "discovery",
		"GET /version":                  "discovery",
		"GET /api/v1":                   "discovery",
		"GET /apis/apps/v1":             "discovery",
		"GET /api/v1/namespaces/seqera": "get",
		"GET /api/v1/namespaces":        "list",
		"GET /api/v1/namespaces/seqera/secrets/connect":            "get",
		"GET /api/v1/namespaces/seqera/secrets?labelSelector=a":    "list",
		"GET /apis/apps/v1/namespaces/seqera/replicasets":          "list",
		"GET /api/v1/namespaces/seqera/pods?watch=true":            "watch",
		"PATCH /apis/apps/v1/namespaces/seqera/deployments/cron":   "write",
		"POST /api/v1/namespaces/seqera/secrets":                   "write",
		"POST /api/v1/namespaces/seqera/secrets?dryRun=All":        "trial",
		"DELETE /apis/apps/v1/namespaces/seqera/deployments/proxy": "write",
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := verb(httptest.NewRequest(method, path, nil)); got != want {
			t.Errorf("%s counts as %s, not as %s", request, got, want)
		}
	}
}
