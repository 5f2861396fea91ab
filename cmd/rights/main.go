// Command rights asks the API server what whoever runs Pulumi on a stack may do, and prints what Studios needs besides, as YAML
// for a Role. `make rights STACK=…` runs it; it ends with an error where something is missing.
//
//	go run ./cmd/rights -stack production [-role preview]
//
// For a program of your own, whose arguments are no settings of a stack, give those that matter: namespace, names, what makes
// more objects.
//
//	go run ./cmd/rights namespace=seqera ssh.enabled=true
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/apiserver"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/stack"
)

func main() {
	stackName := flag.String("stack", "", "the stack, whose settings say namespace, names and cluster")
	role := flag.String("role", rights.Deploy.Name, "preview or deploy")
	flag.Parse()
	isComplete, err := run(context.Background(), *stackName, *role, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if !isComplete {
		os.Exit(1)
	}
}

func run(ctx context.Context, stackName, roleName string, besides []string) (isComplete bool, err error) {
	i := slices.IndexFunc(rights.Roles, func(r rights.Role) bool { return r.Name == roleName })
	if i < 0 {
		return false, fmt.Errorf("-role %s: must be preview or deploy", roleName)
	}
	set, err := stack.Read(ctx, stackName, besides)
	if err != nil {
		return false, err
	}
	server, err := apiserver.Connect(set.Kubeconfig, set.Context)
	if err != nil {
		return false, err
	}
	role := rights.Roles[i]
	missing, err := rights.Missing(role.Rules(set.Settings), func(r rights.Right) (bool, error) {
		return allows(ctx, server, set.Namespace(), r)
	})
	if err != nil {
		return false, err
	}
	if len(missing) == 0 {
		fmt.Printf("%s has all rights that %s needs in namespace %q\n", whoami(ctx, server), role.Name, set.Namespace())
		return true, nil
	}
	fmt.Printf("# %s lacks these rights for %s in namespace %q; add them to its Role there:\n%s",
		whoami(ctx, server), role.Name, set.Namespace(), rights.YAML(missing))
	return false, nil
}
