package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// settle is how long is waited after a step, so that what controllers still do for it does not slow the next.
const settle = 300 * time.Millisecond

// measure takes all steps once, each by all contenders in turn before the next: what slows the machine for a while slows
// all of them. Every round begins with another contender.
func (b *bench) measure(ctx context.Context, round, rounds int) error {
	lives, err := b.begin(ctx, fmt.Sprintf("r%d", round), b.cluster.Kubeconfig)
	if err != nil {
		return err
	}
	for at := range lastStep {
		var line []string
		for i := range b.contenders {
			i = (i + round) % len(b.contenders)
			took, err := b.take(ctx, lives[i], at, nil)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", b.contenders[i].name, at, err)
			}
			if took == 0 {
				continue
			}
			name := b.contenders[i].name
			b.seconds[name][at] = append(b.seconds[name][at], took.Seconds())
			line = append(line, fmt.Sprintf("%s %.2f s", name, took.Seconds()))
		}
		say("round %d of %d: %s: %s", round, rounds, at, strings.Join(line, ", "))
	}
	return nil
}

// countedRound has no clock.
const countedRound = "r0"

func namespaceOf(contender int, round string) string {
	return fmt.Sprintf("bench-%d-%s", contender, round)
}

// count goes through all steps once without a clock: caches fill, requests and memory are counted, and everybody has to
// leave the same objects. All differences are told at once.
func (b *bench) count(ctx context.Context) error {
	counter, err := newCounter(ctx, b.tools, b.cluster, b.dir)
	if err != nil {
		return err
	}
	defer counter.stop()
	lives, err := b.begin(ctx, countedRound, counter.kubeconfig)
	if err != nil {
		return err
	}
	var differences []error
	for i, c := range b.contenders {
		b.seconds[c.name] = map[step][]float64{}
		b.requests[c.name] = map[step]map[string]int{}
		b.rollouts[c.name] = map[step]map[string]int{}
		for at := range lastStep {
			if err := b.countStep(ctx, i, lives[i], at, counter); err != nil {
				return fmt.Errorf("%s: %s: %w", c.name, at, err)
			}
			// What a destroy leaves of values that were there before differs by design: docs/design/0003-destroy.md.
			if at != destroy {
				differences = append(differences, b.compare(ctx, i, at))
			}
		}
		say("counted what %s does", c.name)
	}
	return errors.Join(differences...)
}

func (b *bench) countStep(ctx context.Context, i int, l life, at step, counter *counter) error {
	name, namespace := b.contenders[i].name, namespaceOf(i, countedRound)
	before, err := revisions(ctx, b.cluster, namespace)
	if err != nil {
		return err
	}
	memory := b.memory[name]
	if at == relinkedPreview || at == targetPreview {
		memory = nil // of the compiler
	}
	counter.take()
	if _, err := b.take(ctx, l, at, memory); err != nil {
		return err
	}
	b.requests[name][at] = counter.take()
	after, err := revisions(ctx, b.cluster, namespace)
	if err != nil {
		return err
	}
	b.rollouts[name][at] = rollouts(before, after)
	if at == firstUp {
		if b.kept[name], err = l.kept(ctx); err != nil {
			return err
		}
	}
	return nil
}

// begin installs a Platform for each contender, or for those that are named, side by side with the others.
func (b *bench) begin(ctx context.Context, round, kubeconfig string, names ...string) ([]life, error) {
	var lives []life
	for i, c := range b.contenders {
		if len(names) > 0 && !slices.Contains(names, c.name) {
			continue
		}
		p := place{namespace: namespaceOf(i, round), kubeconfig: kubeconfig}
		p.dir = filepath.Join(b.dir, p.namespace)
		if err := os.MkdirAll(p.dir, 0o755); err != nil {
			return nil, err
		}
		if err := b.cluster.InstallPlatform(ctx, p.namespace); err != nil {
			return nil, err
		}
		life, err := c.begin(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		lives = append(lives, life)
	}
	return lives, nil
}

// take runs the commands of a step and returns how long they took together.
func (b *bench) take(ctx context.Context, l life, at step, memory *memory) (took time.Duration, err error) {
	if err := l.prepare(ctx, at); err != nil {
		return 0, err
	}
	for _, command := range l.commands(ctx, at) {
		start := time.Now()
		if memory == nil {
			_, err = output(command)
		} else {
			err = memory.watch(command)
		}
		took += time.Since(start)
		if err != nil {
			return 0, err
		}
	}
	time.Sleep(settle)
	return took, nil
}

// compare holds what a contender left after a step against what the first one did.
func (b *bench) compare(ctx context.Context, i int, at step) error {
	left, err := objects(ctx, b.cluster, namespaceOf(i, countedRound))
	if err != nil {
		return err
	}
	file := func(i int) string { return filepath.Join(b.dir, fmt.Sprintf("left-%d-%d.yaml", i, at)) }
	if err := os.WriteFile(file(i), []byte(left), 0o644); err != nil {
		return err
	}
	difference, err := exec.CommandContext(ctx, "diff", "-U3", file(0), file(i)).Output()
	if err != nil {
		return fmt.Errorf("after %s %s leaves other objects than %s: %w\n%s", at, b.contenders[i].name, b.contenders[0].name, err, difference)
	}
	return nil
}

// output runs a command; what it printed is part of the error.
func output(command *exec.Cmd) (string, error) {
	var failure strings.Builder
	command.Stderr = &failure
	text, err := command.Output()
	if err != nil {
		line := strings.Join(append([]string{filepath.Base(command.Path)}, command.Args[1:]...), " ")
		return "", errors.Join(fmt.Errorf("%s: %w", line, err), errors.New(string(text)+failure.String()))
	}
	return string(text), nil
}

// say tells on the terminal how far the benchmark is.
func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%s "+format+"\n", append([]any{time.Now().Format(time.TimeOnly)}, args...)...)
}
