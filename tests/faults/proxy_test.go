package faults

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// behind is a server that counts what reaches it, and a client that asks it through a proxy.
func behind(t *testing.T) (p *Proxy, ask func() (status int, err error), reached *int) {
	reached = new(int)
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { *reached++ }))
	t.Cleanup(server.Close)
	file := filepath.Join(t.TempDir(), "kubeconfig")
	text, err := clientcmd.Write(api.Config{
		Clusters:       map[string]*api.Cluster{"c": {Server: server.URL, InsecureSkipTLSVerify: true}},
		Contexts:       map[string]*api.Context{"c": {Cluster: "c"}},
		CurrentContext: "c",
	})
	if err == nil {
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if p, err = Start(file); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	config, err := clientcmd.RESTConfigFromKubeConfig(p.Kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		t.Fatal(err)
	}
	return p, func() (int, error) {
		answer, err := client.Post(config.Host+"/api", "text/plain", nil)
		if err != nil {
			return 0, err
		}
		return answer.StatusCode, answer.Body.Close()
	}, reached
}

func TestFaults(t *testing.T) {
	for fault, want := range map[Fault]struct{ status, reached int }{
		None:         {http.StatusOK, 1},
		TooMany:      {http.StatusTooManyRequests, 0},
		Broken:       {http.StatusInternalServerError, 0},
		Unauthorized: {http.StatusUnauthorized, 0},
		Slow:         {http.StatusOK, 1},
		Cut:          {0, 0},
		Unanswered:   {0, 1},
	} {
		t.Run(string(fault), func(t *testing.T) {
			p, ask, reached := behind(t)
			p.Delay = 0
			p.Let(func(*http.Request) Fault { return fault })
			status, err := ask()
			if status != want.status || (err != nil) != (want.status == 0) || *reached != want.reached {
				t.Errorf("status %d, error %v, %d reached the server; want %+v", status, err, *reached, want)
			}
		})
	}
}

// The same seed has the same faults.
func TestSeeds(t *testing.T) {
	of := func(seed uint64) (all string) {
		decide := Random(seed, 3, TooMany, Cut)
		for range 50 {
			all += string(decide(nil)) + " "
		}
		return all
	}
	if of(1) != of(1) {
		t.Error("seed 1 differs from itself")
	}
	if of(1) == of(2) {
		t.Error("seeds 1 and 2 have the same faults")
	}
}
