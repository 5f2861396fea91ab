package testbed

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// compileAll builds the missing tools of each module into their places. Modules are built side by side, for each alone
// leaves a core idle while it waits for one large package; what all of them need is built before, while sources are
// still on their way.
func compileAll(
	ctx context.Context, progress io.Writer, cache string, missing map[string][]tool, places map[string]string,
) (err error) {
	if len(missing) == 0 {
		return nil
	}
	var all []*compilation
	defer func() {
		for _, c := range all {
			err = errors.Join(err, os.RemoveAll(c.dir))
		}
	}()
	var what []string
	for _, module := range slices.Sorted(maps.Keys(missing)) {
		dir, err := os.MkdirTemp(cache, module+"-work-")
		if err != nil {
			return err
		}
		c := &compilation{module: module, dir: dir, tools: missing[module]}
		all = append(all, c)
		if err := c.copySources(); err != nil {
			return err
		}
		for _, t := range missing[module] {
			what = append(what, t.name)
		}
	}
	e := &estimate{}
	defer e.tell(progress, "building "+strings.Join(what, ", "))()
	standard := make(chan error, 1)
	go func() { standard <- all[0].standardLibrary(ctx) }()
	measured := each(all, func(c *compilation) error { return c.measure(ctx, e) })
	if err := errors.Join(measured, <-standard); err != nil {
		return err
	}
	return each(all, func(c *compilation) error {
		if err := c.compile(ctx, e); err != nil {
			return err
		}
		return c.keep(places)
	})
}

// each does it for all at once.
func each(all []*compilation, do func(*compilation) error) error {
	failures := make([]error, len(all))
	var doing sync.WaitGroup
	for i, c := range all {
		doing.Go(func() { failures[i] = do(c) })
	}
	doing.Wait()
	return errors.Join(failures...)
}

// compilation builds tools of one module in a copy of it: one command for all of them, so that no package is compiled
// twice and no core waits for a link.
type compilation struct {
	module string
	dir    string
	tools  []tool
}

func (c *compilation) copySources() error {
	if err := os.CopyFS(c.dir, os.DirFS(filepath.Join(modules(), c.module))); err != nil {
		return err
	}
	return prepare(c.module, c.dir)
}

// GoFlags are the flags with which everything is compiled, and with which the demo compiles, so that it finds in Go's
// cache what it shares with the tools. A seventh of the time goes into data for debuggers. Three families of packages, written
// for the most part by generators, take two thirds of all the time, and a third to a half less without inlining.
const GoFlags = "GOFLAGS=-ldflags=-s -gcflags=all=-dwarf=false" +
	" '-gcflags=github.com/pulumi/pulumi-kubernetes/sdk/v4/...=-dwarf=false -l'" +
	" '-gcflags=github.com/pb33f/libopenapi/...=-dwarf=false -l'" +
	" '-gcflags=k8s.io/...=-dwarf=false -l'"

// buildEnv lets the compiler collect garbage only when it needs more memory than a small machine has to spare: its
// large packages take a third less time so.
func buildEnv() []string {
	return append(os.Environ(), GoFlags, "GOWORK=off", "GOGC=off", "GOMEMLIMIT=2GiB")
}

func (c *compilation) command(ctx context.Context, args ...string) *exec.Cmd {
	for _, t := range c.tools {
		args = append(args, t.source)
	}
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = c.dir
	command.Env = buildEnv()
	return command
}

// measure adds what there is to compile to the estimate.
func (c *compilation) measure(ctx context.Context, e *estimate) error {
	list := c.command(ctx, "list", "-deps", "-f",
		`{{$p := .}}{{if .Stale}}{{range .GoFiles}}{{$p.ImportPath}}{{"\t"}}{{$p.Dir}}{{"\t"}}{{.}}{{"\n"}}{{end}}{{end}}`)
	var failure strings.Builder
	list.Stderr = &failure
	output, err := list.Output()
	if err != nil {
		return fmt.Errorf("listing what %s is built from: %w\n%s", c.module, err, failure.String())
	}
	for _, line := range strings.Split(strings.TrimSpace(string(output)), "\n") {
		file := strings.Split(line, "\t")
		if len(file) != 3 {
			continue
		}
		if info, err := os.Stat(filepath.Join(file[1], file[2])); err == nil {
			e.add(file[0], info.Size())
		}
	}
	return nil
}

// standardLibrary is compiled alone, or each module's build would compile it.
func (c *compilation) standardLibrary(ctx context.Context) error {
	build := exec.CommandContext(ctx, "go", "build", "std")
	build.Dir = c.dir
	build.Env = buildEnv()
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the standard library: %w\n%s", err, output)
	}
	return nil
}

func (c *compilation) compile(ctx context.Context, e *estimate) error {
	build := c.command(ctx, "build", "-v", "-o", filepath.Join(c.dir, "bin")+string(filepath.Separator))
	output, err := build.StderrPipe()
	if err != nil {
		return err
	}
	if err := build.Start(); err != nil {
		return err
	}
	var failure []string
	for lines := bufio.NewScanner(output); lines.Scan(); {
		if !e.done(lines.Text()) {
			failure = append(failure, lines.Text())
		}
	}
	if err := build.Wait(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", c.module, err, strings.Join(failure, "\n"))
	}
	return nil
}

// keep moves each binary to its place, with what it wants beside it.
func (c *compilation) keep(places map[string]string) error {
	for _, t := range c.tools {
		bin := filepath.Join(c.dir, "kept-"+t.name)
		if err := errors.Join(
			os.Mkdir(bin, 0o755),
			os.Rename(filepath.Join(c.dir, "bin", t.name), filepath.Join(bin, t.name)),
			accompany(t, c.dir, bin),
			os.Rename(bin, places[t.name]),
		); err != nil {
			return err
		}
	}
	return nil
}
