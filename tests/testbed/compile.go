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
)

// compileAll builds the missing tools of each module into their places.
func compileAll(
	ctx context.Context, progress io.Writer, cache string, missing map[string][]tool, places map[string]string,
) (err error) {
	var all []*compilation
	defer func() {
		for _, c := range all {
			err = errors.Join(err, os.RemoveAll(c.dir))
		}
	}()
	e := &estimate{}
	for _, module := range slices.Sorted(maps.Keys(missing)) {
		c, err := newCompilation(cache, module, missing[module])
		if err != nil {
			return err
		}
		all = append(all, c)
		stop := e.tell(progress, "downloading what "+module+" is built from")
		err = c.measure(ctx, e)
		stop()
		if err != nil {
			return err
		}
	}
	for _, c := range all {
		stop := e.tell(progress, "building "+names(c.tools))
		err := c.compile(ctx, e)
		stop()
		if err != nil {
			return err
		}
		if err := c.keep(places); err != nil {
			return err
		}
	}
	return nil
}

func names(tools []tool) string {
	var all []string
	for _, t := range tools {
		all = append(all, t.name)
	}
	return strings.Join(all, ", ")
}

// compilation builds tools of one module in a copy of it: one command for all of them, so that no package is compiled
// twice and no core waits for a link.
type compilation struct {
	module string
	dir    string
	tools  []tool
}

func newCompilation(cache, module string, tools []tool) (*compilation, error) {
	dir, err := os.MkdirTemp(cache, module+"-work-")
	if err != nil {
		return nil, err
	}
	c := &compilation{module: module, dir: dir, tools: tools}
	return c, errors.Join(os.CopyFS(dir, os.DirFS(filepath.Join(modules(), module))), prepare(module, dir))
}

// buildEnv lets the compiler collect garbage only when it needs more memory than a small machine has to spare: its
// large packages, which are generated, take a third less time so.
func buildEnv() []string {
	return append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOGC=off", "GOMEMLIMIT=3GiB")
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

func (c *compilation) compile(ctx context.Context, e *estimate) error {
	build := c.command(ctx, "build", "-v", "-ldflags=-s -w", "-o", filepath.Join(c.dir, "bin")+string(filepath.Separator))
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
		return fmt.Errorf("building %s: %w\n%s", names(c.tools), err, strings.Join(failure, "\n"))
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
