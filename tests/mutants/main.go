// Command mutants proves that the tests would notice. It makes small mistakes in package component, one at a time: another
// default, a rule or a row less, two fields exchanged, a resource option or a dependency left out. Each has to make a fast test fail.
//
//	go run ./tests/mutants
//	go run ./tests/mutants -run 'ProxyArgs.* rule'
//	go run ./tests/mutants -skip TestGraphs    # what only the files for review tell
//	go run ./tests/mutants -reverse            # without the mend of each harm, on the testbed: half an hour
//
// The checkout is not touched: all mistakes are compiled into the same test programs by way of an overlay, each behind its
// name in an environment variable. A mistake that no test notices survives, and is named with what it is; survivors.txt
// has those that are none.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"syscall"
	"time"
)

// generated are tests that compare with what `make generate` writes from the rows. They would notice every other default,
// and prove nothing.
const generated = "^(TestEverythingIsGenerated|TestDefaultsAreTheComponents|TestDefaultsOfTheSchemaAreThoseOfTheComponent)$"

func main() {
	only := flag.String("run", "", "try the mutants that this regular expression matches")
	skip := flag.String("skip", "", "tests that do not count, besides those of generated files, as a regular expression")
	parallel := flag.Int("parallel", 2, "how many mutants are tried at once")
	list := flag.Bool("list", false, "print the mutants and try none")
	each := flag.Bool("v", false, "tell of each mutant which test has noticed it")
	stories := flag.Bool("reverse", false, "take back the mends of harm instead, one at a time, and run their stories on the testbed")
	flag.Parse()
	pattern, err := regexp.Compile(*only)
	if err == nil {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		switch {
		case *stories:
			err = reverse(ctx, pattern)
		case *list:
			err = printed(ctx, pattern)
		default:
			err = run(ctx, pattern, &trial{skip: skipped(*skip), tellsEach: *each, began: time.Now()}, *parallel)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func printed(ctx context.Context, only *regexp.Regexp) error {
	code, err := load(ctx, root("component"))
	if err != nil {
		return err
	}
	for _, m := range matching(code.mutants(), only) {
		fmt.Println(m)
	}
	return nil
}

func run(ctx context.Context, only *regexp.Regexp, t *trial, parallel int) (err error) {
	code, err := load(ctx, root("component"))
	if err != nil {
		return err
	}
	reasons, err := readReasons(root("tests/mutants/survivors.txt"))
	if err != nil {
		return err
	}
	if t.dir, err = os.MkdirTemp("", "seqera-studios-mutants-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(t.dir)) }()
	all := code.mutants()
	if err := t.build(ctx, code, all); err != nil {
		return err
	}
	chosen := matching(all, only)
	survivors, err := t.tryAll(ctx, chosen, parallel)
	if err != nil {
		return err
	}
	return verdict(all, chosen, survivors, reasons)
}

func matching(all []mutant, only *regexp.Regexp) (chosen []mutant) {
	for _, m := range all {
		if only.MatchString(m.id) {
			chosen = append(chosen, m)
		}
	}
	return chosen
}

func skipped(more string) string {
	if more == "" {
		return generated
	}
	return generated + "|" + more
}

// root is a path of the repository.
func root(path string) string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", path)
}
