//go:build testbed

package testbed

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestMain doubles as the owner of a cluster, for the test that kills it.
func TestMain(m *testing.M) {
	if os.Getenv("TESTBED_OWNER") == "" {
		os.Exit(m.Run())
	}
	tools, err := Build(context.Background(), io.Discard)
	if err != nil {
		panic(err)
	}
	cluster, err := StartCluster(context.Background(), tools)
	if err != nil {
		panic(err)
	}
	fmt.Println(cluster.dir)
	select {}
}

func build(t *testing.T) *Tools {
	t.Helper()
	tools, err := Build(t.Context(), os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	return tools
}

func TestSecondBuildBuildsNothing(t *testing.T) {
	build(t)
	var progress strings.Builder
	start := time.Now()
	if _, err := Build(t.Context(), &progress); err != nil {
		t.Fatal(err)
	}
	if progress.Len() > 0 || time.Since(start) > 5*time.Second {
		t.Errorf("took %s: %s", time.Since(start), progress.String())
	}
}

func TestClustersStandSideBySide(t *testing.T) {
	tools := build(t)
	for _, name := range []string{"one", "another"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cluster, err := StartCluster(t.Context(), tools)
			if err != nil {
				t.Fatal(err)
			}
			if err := cluster.InstallPlatform(t.Context(), name); err != nil {
				t.Error(err)
			}
			namespaces, err := cluster.Kubectl(t.Context(), name, "get", "namespaces", "-o", "name")
			if err != nil {
				t.Error(err)
			}
			if strings.Contains(namespaces, "/one") && strings.Contains(namespaces, "/another") {
				t.Error("both use one cluster")
			}
			if err := cluster.Stop(); err != nil {
				t.Error(err)
			}
			if _, err := os.Stat(cluster.dir); err == nil {
				t.Error("the cluster's folder is left behind")
			}
		})
	}
}

func TestClusterGoesWithItsOwner(t *testing.T) {
	build(t)
	owner := exec.Command(os.Args[0])
	owner.Env = append(os.Environ(), "TESTBED_OWNER=1")
	output, err := owner.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := owner.Start(); err != nil {
		t.Fatal(err)
	}
	dir, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	dir = strings.TrimSpace(dir)
	if !running(t, dir) {
		t.Fatal("no process of the cluster is running")
	}
	if err := owner.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	owner.Wait()
	for deadline := time.Now().Add(30 * time.Second); running(t, dir); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the cluster outlives its owner")
		}
	}
}

// running looks for processes that have the cluster's folder on their command line.
func running(t *testing.T, dir string) bool {
	t.Helper()
	processes, err := os.ReadDir("/proc")
	if err != nil {
		t.Skip("no /proc to look for processes in")
	}
	for _, process := range processes {
		line, err := os.ReadFile("/proc/" + process.Name() + "/cmdline")
		if err == nil && strings.Contains(string(line), dir) && strings.Contains(string(line), "kube-apiserver") {
			return true
		}
	}
	return false
}
