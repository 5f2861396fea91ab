// Command bench measures the component beside flat programs of the same objects, Helm and kubectl on the testbed, and
// writes the tables of docs/performance.md.
//
//	go run ./tests/bench
//	go run ./tests/bench -rounds 1 -page ""
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	rounds := flag.Int("rounds", 5, "how often everything is measured")
	page := flag.String("page", "docs/performance.md", "the page that takes the tables; without one they are printed")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *rounds, *page); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rounds int, page string) (err error) {
	if page != "" {
		if err := hasPlace(page); err != nil {
			return err
		}
	}
	b, err := setUp(ctx)
	if b != nil {
		defer b.tearDown(&err)
	}
	if err != nil {
		return err
	}
	if err := b.count(ctx); err != nil {
		return err
	}
	for round := 1; round <= rounds; round++ {
		if err := b.measure(ctx, round, rounds); err != nil {
			return err
		}
	}
	if err := b.trace(ctx, 3); err != nil {
		return err
	}
	if page == "" {
		fmt.Print(b.report())
		return nil
	}
	return writeInto(page, b.report())
}
