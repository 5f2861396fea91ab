// Command bench measures the component beside flat programs of the same objects, Helm and kubectl on the testbed, and
// writes the tables of docs/performance.md.
//
//	go run ./tests/bench
//	go run ./tests/bench -rounds 1 -growth=false -page ""
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	rounds := flag.Int("rounds", 5, "how often everything is measured; with 0 only traces and growth are taken")
	grows := flag.Bool("growth", true, "whether programs of up to fifty instances are measured too")
	page := flag.String("page", "docs/performance.md", "the page that takes the tables; without one they are printed")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *rounds, *grows, *page); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rounds int, grows bool, page string) (err error) {
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
	if rounds > 0 {
		if err := b.count(ctx); err != nil {
			return err
		}
	}
	for round := 1; round <= rounds; round++ {
		if err := b.measure(ctx, round, rounds); err != nil {
			return err
		}
	}
	if err := b.trace(ctx, 3); err != nil {
		return err
	}
	if grows {
		if err := b.growth(ctx); err != nil {
			return err
		}
	}
	if page == "" {
		fmt.Print(b.report())
		return nil
	}
	return errors.Join(writeInto(page, b.report()), b.plot(page))
}
