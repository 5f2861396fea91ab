package testbed

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Tools are all tools of a set, built.
type Tools struct {
	// Bin holds every binary but Pulumi's resource plugins.
	Bin string
	// Home is the PULUMI_HOME with the resource plugins.
	Home string
}

// assemble puts everything where Pulumi looks for it: language hosts beside the engine, plugins in its home. Elsewhere
// it warns of each.
func assemble(cache string, set []tool, places map[string]string) (*Tools, error) {
	sum := sha256.New()
	for _, t := range set {
		fmt.Fprintln(sum, t.name, places[t.name])
	}
	dir := filepath.Join(cache, "all-"+hex.EncodeToString(sum.Sum(nil)[:6]))
	all := &Tools{Bin: filepath.Join(dir, "bin"), Home: filepath.Join(dir, "home")}
	if _, err := os.Stat(dir); err == nil {
		return all, nil
	}
	work, err := os.MkdirTemp(cache, "all-work-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	for _, t := range set {
		folder := filepath.Join(work, "bin")
		if t.plugin != "" {
			folder = filepath.Join(work, "home", "plugins", "resource-"+t.plugin)
		}
		place := os.Symlink
		if filepath.Dir(places[t.name]) == cache {
			place = os.Link
		}
		if err := link(t, places[t.name], folder, place); err != nil {
			return nil, err
		}
	}
	return all, os.Rename(work, dir)
}

// link puts a tool into a folder, with the script that one of them wants beside it. What was built is linked hard, for
// the engine follows other links before it looks around for its language hosts; the user's own stays where it is.
func link(t tool, from, folder string, place func(file, target string) error) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, name := range []string{t.name, t.name + "-exec"} {
		file := filepath.Join(from, name)
		if !isFile(file) {
			continue
		}
		if err := place(file, filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	return nil
}

// Env is the environment in which the tools find each other and nothing else. State goes into the given folder.
func (t *Tools) Env(state string) []string {
	var env []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "PULUMI_") && !strings.HasPrefix(variable, "KUBECONFIG=") {
			env = append(env, variable)
		}
	}
	return append(env,
		"PATH="+t.Bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"PULUMI_HOME="+t.Home,
		"PULUMI_BACKEND_URL=file://"+state,
		"PULUMI_CONFIG_PASSPHRASE=testbed",
		"PULUMI_SKIP_UPDATE_CHECK=true",
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true",
	)
}
