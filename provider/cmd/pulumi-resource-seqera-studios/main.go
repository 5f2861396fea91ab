// Command pulumi-resource-seqera-studios is the plugin that serves the component to programs in every Pulumi language.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/version"
	"github.com/seqeralabs/pulumi-seqera-studios/provider"
)

func main() {
	plugin, err := provider.New()
	if err == nil {
		err = plugin.Run(context.Background(), provider.Name, version.Version)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
