// Command rights asks the API server what whoever runs Pulumi on a stack may do, and prints what Studios needs besides, as YAML
// for a Role. `make rights STACK=…` runs it; it ends with an error where something is missing.
//
//	go run ./cmd/rights -stack production [-role preview]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

func main() {
	stack := flag.String("stack", "", "the stack, whose settings say namespace, names and cluster")
	role := flag.String("role", rights.Deploy.Name, "preview or deploy")
	flag.Parse()
	isComplete, err := run(context.Background(), *stack, *role)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if !isComplete {
		os.Exit(1)
	}
}

func run(ctx context.Context, stack, name string) (isComplete bool, err error) {
	i := slices.IndexFunc(rights.Roles, func(r rights.Role) bool { return r.Name == name })
	if i < 0 {
		return false, fmt.Errorf("-role %s: must be preview or deploy", name)
	}
	settings, err := settingsOf(ctx, stack)
	if err != nil {
		return false, err
	}
	server, err := connect(settings)
	if err != nil {
		return false, err
	}
	role := rights.Roles[i]
	missing, err := rights.Missing(role.Rules(settings.names()), func(r rights.Right) (bool, error) { return server.allows(ctx, r) })
	if err != nil {
		return false, err
	}
	if len(missing) == 0 {
		fmt.Printf("%s has all rights that %s needs in namespace %q\n", server.whoami(ctx), role.Name, settings.Namespace)
		return true, nil
	}
	fmt.Printf("# %s lacks these rights for %s in namespace %q; add them to its Role there:\n%s",
		server.whoami(ctx), role.Name, settings.Namespace, rights.YAML(missing))
	return false, nil
}
