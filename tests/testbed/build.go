package testbed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// CacheVariable names the environment variable with the folder for what is built; without it the user's cache folder
// is taken.
const CacheVariable = "SEQERA_STUDIOS_CACHE"

// Tools are all tools, built.
type Tools struct {
	// Bin holds every binary but Pulumi's resource plugins.
	Bin string
	// Home is the PULUMI_HOME with the resource plugins.
	Home string
}

// Build builds the tools that are missing and says on progress what it is about. Two builds at once wait for each
// other. What a tool is built from decides where it is kept, so a change of a version builds anew and keeps the rest.
func Build(ctx context.Context, progress io.Writer) (*Tools, error) {
	cache, err := cacheDir()
	if err != nil {
		return nil, err
	}
	building, err := lock(filepath.Join(cache, "lock"))
	if err != nil {
		return nil, err
	}
	defer building.Close()

	all := sha256.New()
	built := map[string]string{}
	for i, t := range tools {
		key, err := t.key()
		if err != nil {
			return nil, err
		}
		io.WriteString(all, key)
		built[t.module] = filepath.Join(cache, t.module+"-"+key)
		if _, err := os.Stat(built[t.module]); err == nil {
			continue
		}
		what := fmt.Sprintf("building %s (%d of %d)", t.module, i+1, len(tools))
		if err := t.build(ctx, built[t.module], what, progress); err != nil {
			return nil, err
		}
	}
	return assemble(filepath.Join(cache, "all-"+hex.EncodeToString(all.Sum(nil)[:6])), built)
}

func cacheDir() (string, error) {
	if dir := os.Getenv(CacheVariable); dir != "" {
		return dir, os.MkdirAll(dir, 0o755)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "pulumi-seqera-studios")
	return dir, os.MkdirAll(dir, 0o755)
}

// lock waits until nobody else has the file locked. It is locked until it is closed here and in every process that
// inherited it.
func lock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func (t tool) key() (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, runtime.Version(), runtime.GOOS, runtime.GOARCH, t.packages, t.plugin)
	source := os.DirFS(filepath.Join(modules(), t.module))
	err := fs.WalkDir(source, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(source, path)
		fmt.Fprintln(sum, path, len(text))
		sum.Write(text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:6]), err
}

// build builds a tool in a copy of its module and moves the binaries into place when all are there.
func (t tool) build(ctx context.Context, target, what string, progress io.Writer) error {
	defer tell(progress, what)()
	work, err := os.MkdirTemp(filepath.Dir(target), t.module+"-work-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)

	if err := os.CopyFS(work, os.DirFS(filepath.Join(modules(), t.module))); err != nil {
		return err
	}
	if t.prepare != nil {
		if err := t.prepare(work); err != nil {
			return err
		}
	}
	for name, path := range t.packages {
		build := exec.CommandContext(ctx, "go", "build", "-mod=mod", "-ldflags=-s -w", "-o", filepath.Join(work, "bin", name), path)
		build.Dir = work
		build.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		if output, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", name, err, output)
		}
	}
	return os.Rename(filepath.Join(work, "bin"), target)
}

// tell prints what is being done at once and every ten seconds, until it is done.
func tell(progress io.Writer, what string) (done func()) {
	start := time.Now()
	fmt.Fprintf(progress, "%s …\n", what)
	stop := make(chan struct{})
	var waiting sync.WaitGroup
	waiting.Go(func() {
		tick := time.NewTicker(10 * time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				fmt.Fprintf(progress, "%s … %d s\n", what, int(time.Since(start).Seconds()))
			case <-stop:
				return
			}
		}
	})
	return func() {
		close(stop)
		waiting.Wait()
		fmt.Fprintf(progress, "%s: %d s\n", what, int(time.Since(start).Seconds()))
	}
}

// assemble puts everything where Pulumi looks for it: language hosts beside the engine, plugins in its home. Elsewhere
// it warns of each.
func assemble(dir string, built map[string]string) (*Tools, error) {
	all := &Tools{Bin: filepath.Join(dir, "bin"), Home: filepath.Join(dir, "home")}
	if _, err := os.Stat(dir); err == nil {
		return all, nil
	}
	work, err := os.MkdirTemp(filepath.Dir(dir), "all-work-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	for _, t := range tools {
		files, err := os.ReadDir(built[t.module])
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			name := file.Name()
			target := filepath.Join(work, "bin", name)
			if t.plugin != "" {
				target = filepath.Join(work, "home", "plugins", "resource-"+t.plugin, name)
			}
			if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
				return nil, err
			}
			if err := os.Link(filepath.Join(built[t.module], name), target); err != nil {
				return nil, err
			}
		}
	}
	return all, os.Rename(work, dir)
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

// Compiled returns the same tools, except that Go stacks run the given program instead of being compiled each time. The
// Go language host has a flag for it, which it takes from its command line only.
func (t *Tools) Compiled(program, dir string) (*Tools, error) {
	bin := filepath.Join(dir, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return nil, err
	}
	const host = "pulumi-language-go"
	entries, err := os.ReadDir(t.Bin)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if entry.Name() == host {
			continue
		}
		if err := os.Symlink(filepath.Join(t.Bin, entry.Name()), filepath.Join(bin, entry.Name())); err != nil {
			return nil, err
		}
	}
	script := fmt.Sprintf("#!/bin/sh\nexec %q -binary %q \"$@\"\n", filepath.Join(t.Bin, host), program)
	return &Tools{Bin: bin, Home: t.Home}, os.WriteFile(filepath.Join(bin, host), []byte(script), 0o755)
}

// Installed returns the same tools with plugins more, which it installs from files as users do, by name and version.
func (t *Tools) Installed(dir string, plugins map[string]string) (*Tools, error) {
	all := &Tools{Bin: t.Bin, Home: filepath.Join(dir, "home")}
	folder := filepath.Join(all.Home, "plugins")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(t.Home, "plugins", "*", "*"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		// Pulumi overlooks a folder that is itself a link.
		target := filepath.Join(folder, filepath.Base(filepath.Dir(file)))
		if err := errors.Join(os.MkdirAll(target, 0o755), os.Symlink(file, filepath.Join(target, filepath.Base(file)))); err != nil {
			return nil, err
		}
	}
	for plugin, file := range plugins {
		name, version, _ := strings.Cut(plugin, " ")
		install := exec.Command(filepath.Join(t.Bin, "pulumi"), "plugin", "install", "resource", name, version, "--file", file)
		install.Env = all.Env(dir)
		if output, err := install.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("installing %s: %w\n%s", plugin, err, output)
		}
	}
	return all, nil
}
