// Command picture draws what pulumi stack graph has written, for a light page and for a dark one: `make picture`.
//
//	go run ./tests/picture docs/graph-light.svg docs/graph-dark.svg <graph.dot
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(files []string) error {
	if len(files) != 2 {
		return fmt.Errorf("two files are written, for a light page and a dark one, but there are %q", files)
	}
	g, err := parse(os.Stdin)
	if err != nil {
		return err
	}
	for i, p := range []palette{light, dark} {
		if err := os.WriteFile(files[i], []byte(g.svg(p)), 0o644); err != nil {
			return err
		}
	}
	return nil
}
