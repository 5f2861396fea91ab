// Command testbed builds the tools of the tests or of another set, runs a command in a cluster with the sample
// Platform in namespace "seqera", or one of the tools for chores, which it builds first.
//
//	go run ./tests/testbed/cmd/testbed build [demo | tests]
//	go run ./tests/testbed/cmd/testbed run bash
//	go run ./tests/testbed/cmd/testbed chore golangci-lint run
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

func main() {
	// The second interrupt kills; the first lets the command end and the cluster be cleaned up.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var sets = map[string]testbed.Set{"demo": testbed.Demo, "tests": testbed.Tests}

func run(ctx context.Context, args []string) error {
	switch {
	case len(args) > 1 && args[0] == "run":
		tools, err := testbed.Build(ctx, os.Stderr, testbed.Demo)
		if err != nil {
			return err
		}
		return runInCluster(ctx, tools, args[1:])
	case len(args) > 1 && args[0] == "chore":
		file, err := testbed.Chore(ctx, os.Stderr, args[1])
		if err != nil {
			return err
		}
		return runHere(ctx, os.Environ(), append([]string{file}, args[2:]...))
	case len(args) == 1 && args[0] == "build":
		args = append(args, "tests")
		fallthrough
	case len(args) == 2 && args[0] == "build":
		if set, ok := sets[args[1]]; ok {
			_, err := testbed.Build(ctx, os.Stderr, set)
			return err
		}
	}
	return errors.New("usage: testbed build [demo | tests] | testbed run COMMAND [ARGUMENT…] | testbed chore TOOL [ARGUMENT…]")
}

func runInCluster(ctx context.Context, tools *testbed.Tools, command []string) (err error) {
	fmt.Fprintln(os.Stderr, "starting a cluster with the sample Platform in namespace seqera …")
	cluster, err := testbed.StartCluster(ctx, tools)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cluster.Stop()) }()
	if err := cluster.InstallPlatform(ctx, "seqera"); err != nil {
		return err
	}
	state, err := os.MkdirTemp("", "seqera-studios-state-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(state)

	return runHere(ctx, append(tools.Env(state), "KUBECONFIG="+cluster.Kubeconfig, testbed.GoFlags), command)
}

func runHere(ctx context.Context, env, command []string) error {
	child := exec.CommandContext(ctx, command[0], command[1:]...)
	child.Env = env
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	return child.Run()
}
