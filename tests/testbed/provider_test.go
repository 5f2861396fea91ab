package testbed

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWithKubernetesProvider(t *testing.T) {
	dir := t.TempDir()
	write := func(path ...string) string {
		file := filepath.Join(append([]string{dir}, path...)...)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(path[0]), 0o755); err != nil {
			t.Fatal(err)
		}
		return file
	}
	kubernetes := filepath.Join("plugins", "resource-kubernetes-v"+KubernetesProviderVersion, "pulumi-resource-kubernetes")
	write("home", kubernetes)
	write("home", "plugins", "resource-tls-v5.2.0", "pulumi-resource-tls")
	write("newer", "pulumi-resource-kubernetes")
	pinned := &Tools{Bin: filepath.Join(dir, "bin"), Home: filepath.Join(dir, "home")}

	tools, err := pinned.WithKubernetesProvider(filepath.Join(dir, "here"), filepath.Join(dir, "newer"))
	if err != nil {
		t.Fatal(err)
	}
	for plugin, want := range map[string]string{
		filepath.Join(tools.Home, kubernetes):                                              "newer",
		filepath.Join(tools.Home, "plugins", "resource-tls-v5.2.0", "pulumi-resource-tls"): "home",
		filepath.Join(pinned.Home, kubernetes):                                             "home",
	} {
		if from, err := os.ReadFile(plugin); string(from) != want {
			t.Errorf("%s is from %q, not %q (%v)", plugin, from, want, err)
		}
	}

	if same, err := pinned.WithKubernetesProvider("", ""); same != pinned || err != nil {
		t.Errorf("without a folder: %v, %v", same, err)
	}
	if _, err := pinned.WithKubernetesProvider(dir, filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder without a provider: %v", err)
	}
	if _, err := pinned.WithKubernetesProvider(dir, "newer"); err == nil || !strings.Contains(err.Error(), "absolute") {
		t.Errorf("a relative folder: %v", err)
	}
}
