// Command helm4 is Helm 4 under a name that Helm 3 has not taken.
package main

import (
	"fmt"
	"os"

	"helm.sh/helm/v4/pkg/cmd"
	"helm.sh/helm/v4/pkg/kube"
)

func main() {
	// Otherwise the fields that it applies would belong to "helm4", which no cluster has seen.
	kube.ManagedFieldsManager = "helm"
	root, err := cmd.NewRootCmd(os.Stdout, os.Args[1:], cmd.SetupLogging)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if root.Execute() != nil { // which says why itself
		os.Exit(1)
	}
}
