package main

import (
	"context"
	"os/exec"
)

// contender is one way of putting Studios on a Platform.
type contender struct {
	name string
	// begin makes what is there before the first step: a stack, a key. It is not measured.
	begin func(ctx context.Context, p place) (life, error)
}

// place is a namespace in which a sample Platform runs, and how it is reached.
type place struct {
	namespace  string
	kubeconfig string
	dir        string // an empty folder for files of the life's own
}

// life is one installation, from the first step to the last.
type life interface {
	// prepare does what comes before a step and is not measured, such as editing a setting.
	prepare(ctx context.Context, s step) error
	// commands are what a user runs for a step, one after another: none where the contender has no such step.
	commands(ctx context.Context, s step) []*exec.Cmd
	// kept is the size of what is kept about the installation outside of its objects.
	kept(ctx context.Context) (bytes int, err error)
}
