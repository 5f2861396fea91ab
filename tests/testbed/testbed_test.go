//go:build testbed

package testbed

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain doubles as the owner of a cluster, for the test that kills it.
func TestMain(m *testing.M) {
	if os.Getenv("TESTBED_OWNER") == "" {
		os.Exit(m.Run())
	}
	tools, err := Build(context.Background(), io.Discard, Tests)
	if err != nil {
		panic(err)
	}
	if _, err := StartCluster(context.Background(), tools); err != nil {
		panic(err)
	}
	select {}
}

func build(t *testing.T) *Tools {
	t.Helper()
	tools, err := Build(t.Context(), os.Stderr, Tests)
	if err != nil {
		t.Fatal(err)
	}
	return tools
}

func TestSecondBuildBuildsNothing(t *testing.T) {
	build(t)
	var progress strings.Builder
	start := time.Now()
	if _, err := Build(t.Context(), &progress, Tests); err != nil {
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
	for name, moment := range map[string]string{"while it is created": "etcd", "when it stands": "kwok-controller"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			temp := t.TempDir()
			owner := exec.Command(os.Args[0])
			owner.Env = append(os.Environ(), "TESTBED_OWNER=1", "TMPDIR="+temp)
			if err := owner.Start(); err != nil {
				t.Fatal(err)
			}
			eventually(t, "nothing is started", func() bool { return len(running(t, temp, moment)) > 0 })
			if err := owner.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			owner.Wait()
			eventually(t, "processes or files outlive the owner", func() bool {
				clusters, err := filepath.Glob(filepath.Join(temp, "seqera-studios-cluster-*"))
				return err == nil && len(clusters) == 0 && len(running(t, temp, "")) == 0
			})
		})
	}
}

func eventually(t *testing.T, problem string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(problem)
		}
	}
}

// running lists the processes of clusters below a folder.
func running(t *testing.T, dir, program string) []string {
	t.Helper()
	processes, err := os.ReadDir("/proc")
	if err != nil {
		t.Skip("no /proc to look for processes in")
	}
	var found []string
	for _, process := range processes {
		text, err := os.ReadFile("/proc/" + process.Name() + "/cmdline")
		line := string(text)
		if err == nil && strings.Contains(line, dir+"/seqera-studios-cluster-") && strings.Contains(line, program) {
			found = append(found, line)
		}
	}
	return found
}
