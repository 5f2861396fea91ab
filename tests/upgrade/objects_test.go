package upgrade

import (
	"encoding/json"
	"testing"
)

func TestCleaned(t *testing.T) {
	all, err := cleaned(`{"items": [
		{"kind": "ConfigMap", "metadata": {"name": "kube-root-ca.crt"}},
		{"kind": "Deployment", "metadata": {"name": "backend", "uid": "1", "resourceVersion": "2", "generation": 3,
			"creationTimestamp": "2026-01-01T00:00:00Z", "labels": {"app": "backend"},
			"annotations": {"deployment.kubernetes.io/revision": "4", "a": "b"},
			"managedFields": [{"manager": "kubectl", "time": "2026-01-01T00:00:00Z"}, {"manager": "c", "subresource": "status"}]},
			"spec": {"replicas": 2}, "status": {"replicas": 2}},
		{"kind": "Service", "metadata": {"name": "proxy"}, "spec": {"clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1"],
			"ports": [{"port": 80, "nodePort": 30000}]}},
		{"kind": "Service", "metadata": {"name": "server"}, "spec": {"clusterIP": "None", "clusterIPs": ["None"]}}
	]}`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"apiVersion":"v1","kind":"List","items":[` +
		`{"kind":"Deployment","metadata":{"annotations":{"a":"b"},"labels":{"app":"backend"},` +
		`"managedFields":[{"manager":"kubectl","time":"2026-01-01T00:00:00Z"}],"name":"backend"},"spec":{"replicas":2}},` +
		`{"kind":"Service","metadata":{"managedFields":null,"name":"proxy"},"spec":{"ports":[{"port":80}]}},` +
		`{"kind":"Service","metadata":{"managedFields":null,"name":"server"},"spec":{"clusterIP":"None","clusterIPs":["None"]}}]}`
	if string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
