package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// project is a Pulumi program, of which every life has a stack of its own.
type project struct {
	dir      string
	tools    *testbed.Tools
	logLevel string // the setting that is changed
	// stackFile is what a stack's file holds before its namespace is set, if there is more to it.
	stackFile []byte
	// relinking and upToDate run a Go program as today's language host does without and with a build target.
	relinking, upToDate *testbed.Tools
	env                 []string // more of it, for the engine
}

func (p project) begin(ctx context.Context, at place) (life, error) {
	s := &stack{project: p, place: at}
	if p.stackFile != nil {
		file := filepath.Join(p.dir, "stacks", "Pulumi."+at.namespace+".yaml")
		if err := os.WriteFile(file, p.stackFile, 0o644); err != nil {
			return nil, err
		}
	}
	if err := s.run(ctx, "stack", "init", at.namespace); err != nil {
		return nil, err
	}
	return s, s.run(ctx, "config", "set", "namespace", at.namespace)
}

type stack struct {
	project
	place
}

func (s *stack) prepare(ctx context.Context, at step) error {
	if at != changedUp {
		return nil
	}
	return s.run(ctx, "config", "set", "--path", s.logLevel, "debug")
}

func (s *stack) commands(ctx context.Context, at step) []*exec.Cmd {
	switch at {
	case firstUp, changedUp:
		return []*exec.Cmd{s.pulumi(ctx, s.tools, "up", "--yes", "--skip-preview")}
	case unchangedUp:
		return []*exec.Cmd{s.pulumi(ctx, s.tools, "up", "--yes", "--skip-preview", "--expect-no-changes")}
	case preview:
		return []*exec.Cmd{s.pulumi(ctx, s.tools, "preview", "--expect-no-changes")}
	case relinkedPreview:
		return s.optional(ctx, s.relinking)
	case targetPreview:
		return s.optional(ctx, s.upToDate)
	case refreshedPreview:
		return []*exec.Cmd{s.pulumi(ctx, s.tools, "preview", "--refresh", "--expect-no-changes")}
	default:
		return []*exec.Cmd{s.pulumi(ctx, s.tools, "destroy", "--yes", "--skip-preview")}
	}
}

func (s *stack) optional(ctx context.Context, tools *testbed.Tools) []*exec.Cmd {
	if tools == nil {
		return nil
	}
	return []*exec.Cmd{s.pulumi(ctx, tools, "preview", "--expect-no-changes")}
}

func (s *stack) pulumi(ctx context.Context, tools *testbed.Tools, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, filepath.Join(tools.Bin, "pulumi"), append([]string{"--non-interactive"}, args...)...)
	command.Dir = s.project.dir
	command.Env = append(tools.Env(s.place.dir), "KUBECONFIG="+s.kubeconfig, "PULUMI_STACK="+s.namespace)
	command.Env = append(command.Env, s.env...)
	return command
}

func (s *stack) run(ctx context.Context, args ...string) error {
	_, err := output(s.pulumi(ctx, s.tools, args...))
	return err
}

func (s *stack) kept(context.Context) (int, error) {
	files, err := filepath.Glob(filepath.Join(s.place.dir, ".pulumi", "stacks", "*", s.namespace+".json"))
	if err != nil || len(files) != 1 {
		return 0, fmt.Errorf("looking for the state of %s: found %q", s.namespace, files)
	}
	info, err := os.Stat(files[0])
	if err != nil {
		return 0, err
	}
	return int(info.Size()), nil
}
