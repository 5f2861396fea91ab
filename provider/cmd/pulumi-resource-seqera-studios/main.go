// Command pulumi-resource-seqera-studios is the plugin that serves the component to programs in every Pulumi language.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/seqeralabs/pulumi-seqera-studios/provider"
)

// version is set when a release is built; the schema in the repository has none.
var version = "0.0.1-dev"

func main() {
	plugin, err := provider.New()
	if err == nil {
		err = plugin.Run(context.Background(), provider.Name, version)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
