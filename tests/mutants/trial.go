package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"time"
)

// packages are those with tests that run the component, in the order in which they notice something.
var packages = []string{"component", "provider", "stacks"}

// patience is far more than the tests of a package need.
const patience = 2 * time.Minute

// trial has the test programs, and what has been tried.
type trial struct {
	dir, skip string
	tellsEach bool
	began     time.Time

	mutex     sync.Mutex
	tried     int
	by        map[string]int // by the test that has noticed
	survivors []mutant
}

// build compiles all mutants at once: for each of them alone it would take hours.
func (t *trial) build(ctx context.Context, c *code, all []mutant) error {
	t.say("compiling %d mutants", len(all))
	overlay, err := writeOverlay(t.dir, root("component"), c, all)
	if err != nil {
		return err
	}
	arguments := []string{"test", "-c", "-p", "2", "-vet=off", "-ldflags=-s -w", "-overlay", overlay, "-o", t.dir + "/"}
	for _, name := range packages {
		arguments = append(arguments, "./"+name)
	}
	command := exec.CommandContext(ctx, "go", arguments...)
	command.Dir = root(".")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("compiling the mutants: %w\n%s", err, output)
	}
	t.say("trying none")
	test, output, err := t.notice(ctx, "")
	if err == nil && test != "" {
		err = fmt.Errorf("%s fails without a mutant:\n%s", test, output)
	}
	return err
}

// failed finds the test in the output of a test program.
var failed = regexp.MustCompile(`--- FAIL: (\w+)`)

// notice names the test that fails with a mutant; empty where none does.
func (t *trial) notice(ctx context.Context, id string) (test string, output []byte, err error) {
	for _, name := range packages {
		within, cancel := context.WithTimeout(ctx, patience)
		command := exec.CommandContext(within, filepath.Join(t.dir, name+".test"), "-test.failfast", "-test.skip", t.skip)
		command.Dir = root(name)
		command.Env = append(os.Environ(), variable+"="+id)
		output, err := command.CombinedOutput()
		late := within.Err()
		cancel()
		var exit *exec.ExitError
		switch {
		case ctx.Err() != nil:
			return "", output, ctx.Err()
		case err == nil:
			continue
		case late != nil:
			return name + ", which does not end", output, nil
		case !errors.As(err, &exit):
			return "", output, err
		}
		if found := failed.FindSubmatch(output); found != nil {
			return string(found[1]), output, nil
		}
		return name + ", which panics", output, nil
	}
	return "", nil, nil
}

func (t *trial) tryAll(ctx context.Context, chosen []mutant, parallel int) ([]mutant, error) {
	t.by = map[string]int{}
	work, failures := make(chan mutant), make(chan error, parallel)
	for range parallel {
		go func() {
			var failure error
			for m := range work {
				failure = errors.Join(failure, t.try(ctx, m, len(chosen)))
			}
			failures <- failure
		}()
	}
	for _, m := range chosen {
		work <- m
	}
	close(work)
	var err error
	for range parallel {
		err = errors.Join(err, <-failures)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, test := range sorted(t.by) {
		t.say("%4d noticed by %s", t.by[test], test)
	}
	return t.survivors, err
}

func (t *trial) try(ctx context.Context, m mutant, of int) error {
	if ctx.Err() != nil {
		return nil
	}
	test, _, err := t.notice(ctx, m.id)
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.tried++
	switch {
	case err != nil:
		return err
	case test != "":
		t.by[test]++
		if t.tellsEach {
			t.say("%s: noticed by %s", m, test)
		}
	default:
		t.survivors = append(t.survivors, m)
		t.say("%s: SURVIVES", m)
	}
	if t.tried%25 == 0 || t.tried == of {
		t.say("%d of %d tried, %d survive", t.tried, of, len(t.survivors))
	}
	return nil
}

func (t *trial) say(format string, values ...any) {
	fmt.Printf("%5.0fs "+format+"\n", append([]any{time.Since(t.began).Seconds()}, values...)...)
}
