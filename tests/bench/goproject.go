package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// goProject is a Go program: compiled now, and compiled by its language host in the ways in which users have it.
func (b *bench) goProject(ctx context.Context, name, source, logLevel string) (p project, err error) {
	p = project{dir: filepath.Join(b.dir, name), logLevel: logLevel}
	built, relinked, target := p.dir+".built", p.dir+".relinked", p.dir+".target"
	for _, program := range []string{built, target} {
		if err := b.compile(ctx, source, program); err != nil {
			return p, err
		}
	}
	if p.tools, err = b.tools.Compiled(built, built+".tools"); err != nil {
		return p, err
	}
	if p.relinking, err = b.compiling(source, relinked, "rm -f"); err != nil {
		return p, err
	}
	p.upToDate, err = b.compiling(source, target, ":")
	return p, err
}

// flags are those of today's Go language host.
var flags = []string{"-buildvcs=false", "-trimpath", "-ldflags=-w -s"}

func (b *bench) compile(ctx context.Context, source, target string) error {
	build := exec.CommandContext(ctx, "go", append(append([]string{"build"}, flags...), "-o", target)...)
	build.Dir = source
	_, err := output(build)
	return err
}

// compiling returns the tools with a Go language host that builds the program before it runs it, as today's does. The
// testbed's is older and knows no build target.
func (b *bench) compiling(source, target, before string) (*testbed.Tools, error) {
	tools, err := b.tools.Compiled(target, target+".tools")
	if err != nil {
		return nil, err
	}
	const host = "pulumi-language-go"
	script := fmt.Sprintf(`#!/bin/sh
%[1]s %[2]q
go build -C %[3]q "%[4]s" -o %[2]q >&2 && exec %[5]q -binary %[2]q "$@"
`, before, target, source, strings.Join(flags, `" "`), filepath.Join(b.tools.Bin, host))
	return tools, os.WriteFile(filepath.Join(tools.Bin, host), []byte(script), 0o755)
}
