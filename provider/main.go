package main

import (
	"context"
	"fmt"
	"os"
)

// version is set when a release is built; the schema in the repository has none.
var version = "0.0.1-dev"

func main() {
	provider, err := newProvider()
	if err == nil {
		err = provider.Run(context.Background(), name, version)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
