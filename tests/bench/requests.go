package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// counter stands between a contender and the API server and counts by verb what the contender asks. The API server's own
// metrics also hold what controllers and nodes ask because of it, and do not say who asked.
type counter struct {
	kubeconfig string

	proxy  *exec.Cmd
	server *httptest.Server
	lock   sync.Mutex
	counts map[string]int
}

func newCounter(ctx context.Context, tools *testbed.Tools, cluster *testbed.Cluster, dir string) (*counter, error) {
	c := &counter{kubeconfig: filepath.Join(dir, "counted.kubeconfig"), counts: map[string]int{}}
	// kubectl knows how to prove to the API server who we are.
	c.proxy = exec.CommandContext(ctx, filepath.Join(tools.Bin, "kubectl"), "proxy", "--port=0")
	c.proxy.Env = append(os.Environ(), "KUBECONFIG="+cluster.Kubeconfig)
	out, err := c.proxy.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.proxy.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting kubectl proxy: %w", err), c.stop())
	}
	target, err := url.Parse("http://" + strings.TrimSpace(line[strings.LastIndex(line, " ")+1:]))
	if err != nil {
		return nil, errors.Join(err, c.stop())
	}
	forward := httputil.NewSingleHostReverseProxy(target)
	forward.FlushInterval = -1 // watches
	c.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.count(verb(r))
		forward.ServeHTTP(w, r)
	}))
	config := fmt.Sprintf("{apiVersion: v1, kind: Config, current-context: c, contexts: [{name: c, context: {cluster: c}}], "+
		"clusters: [{name: c, cluster: {server: %q}}]}\n", c.server.URL)
	return c, os.WriteFile(c.kubeconfig, []byte(config), 0o600)
}

func (c *counter) count(verb string) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.counts[verb]++
}

// take returns the counts since it was called last.
func (c *counter) take() map[string]int {
	c.lock.Lock()
	defer c.lock.Unlock()
	taken := maps.Clone(c.counts)
	clear(c.counts)
	return taken
}

func (c *counter) stop() error {
	if c.server != nil {
		c.server.CloseClientConnections()
		c.server.Close()
	}
	err := c.proxy.Process.Kill()
	c.proxy.Wait()
	return err
}

// verbs are the columns of the table, in its order.
var verbs = []string{"discovery", "get", "list", "watch", "trial", "write"}

// verb is what a request is to the API server. A trial is a write that is not kept.
func verb(r *http.Request) string {
	path := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	query := r.URL.Query()
	switch {
	case path[0] == "api" && len(path) > 2:
		path = path[2:]
	case path[0] == "apis" && len(path) > 3:
		path = path[3:]
	default:
		return "discovery"
	}
	if path[0] == "namespaces" && len(path) > 2 {
		path = path[2:]
	}
	switch {
	case r.Method != http.MethodGet && query.Has("dryRun"):
		return "trial"
	case r.Method != http.MethodGet:
		return "write"
	case query.Has("watch"):
		return "watch"
	case len(path) > 1:
		return "get"
	}
	return "list"
}
