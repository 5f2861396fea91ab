// Command doctor says what is wrong with an installation of Studios, whoever has made it. It changes nothing, and tells no secret.
//
//	go run ./cmd/doctor -namespace seqera [-kubeconfig FILE] [-context NAME] [--json] [--all]
//
// `make doctor STACK=…` runs it with what is set in a stack. Where a namespace has several Platforms, name one as in a stack's
// settings:
//
//	go run ./cmd/doctor -namespace seqera platform.release=seqera
//
// With -outside it looks at the installation from outside too, as browsers and SSH clients do, and without a cluster if it is told where:
//
//	go run ./cmd/doctor -platform-url https://platform.example.com -connect-url https://connect.example.com
//
// It ends with status 1 where there is a problem, and with 2 where it could not look.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/apiserver"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/stack"
)

func main() {
	var asked options
	flag.StringVar(&asked.stack, "stack", "", "the stack, whose settings say namespace and cluster")
	flag.StringVar(&asked.namespace, "namespace", "", "the namespace of the Platform; that of the kubeconfig's context unless given")
	flag.StringVar(&asked.kubeconfig, "kubeconfig", "", "the kubeconfig; kubectl's own unless given")
	flag.StringVar(&asked.context, "context", "", "the context in the kubeconfig")
	asJSON := flag.Bool("json", false, "print JSON")
	all := flag.Bool("all", false, "print what is fine as well")
	asked.outer.flags()
	flag.Parse()
	namespace, findings, err := look(context.Background(), asked, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if *asJSON {
		err = printJSON(os.Stdout, namespace, findings)
	} else {
		err = printText(os.Stdout, findings, *all)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(status(findings))
}

type options struct {
	stack, namespace, kubeconfig, context string
	outer
}

// look begins inside, for what is said there is what outside has to be so.
func look(ctx context.Context, asked options, besides []string) (namespace string, findings []doctor.Finding, err error) {
	var told doctor.Told
	if !asked.isAlone() {
		if namespace, findings, told, err = lookInside(ctx, asked, besides); err != nil {
			return "", nil, err
		}
	}
	if asked.isAlone() || asked.isAsked && told.Connect != "" {
		var seen []doctor.Finding
		if seen, err = asked.outer.look(ctx, told); err != nil {
			return "", nil, err
		}
		for _, f := range seen {
			f.Check = "outside/" + f.Check
			findings = append(findings, f)
		}
	}
	return namespace, findings, nil
}

func lookInside(ctx context.Context, asked options, besides []string) (namespace string, findings []doctor.Finding, told doctor.Told, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	settings, err := stack.Given(besides)
	if asked.stack != "" {
		var set *stack.Stack
		if set, err = stack.Read(ctx, asked.stack, besides); err == nil {
			settings = set.Settings
			asked.kubeconfig, asked.context = cmp.Or(asked.kubeconfig, set.Kubeconfig), cmp.Or(asked.context, set.Context)
		}
	}
	if err != nil {
		return "", nil, told, err
	}
	server, err := apiserver.Connect(asked.kubeconfig, asked.context)
	if err != nil {
		return "", nil, told, err
	}
	namespace = cmp.Or(asked.namespace, settings["namespace"], server.Namespace)
	given := platformOf(settings)
	facts, err := read(ctx, server, namespace, given)
	if err != nil {
		return "", nil, told, err
	}
	return namespace, doctor.Look(facts, given), facts.Told(given), nil
}

// platformOf is what settings say of the Platform.
func platformOf(s rights.Settings) platform.Given {
	return platform.Given{
		Release: s["platform.release"], Version: s["platform.version"], ConfigMap: s["platform.configMap"],
		TowerYml: platform.Document{ConfigMap: s["platform.towerYmlConfigMap"], Key: s["platform.towerYmlKey"]},
		Backend:  platform.Workload{Deployment: s["platform.backend.deployment"], Container: s["platform.backend.container"]},
		Cron:     platform.Workload{Deployment: s["platform.cron.deployment"], Container: s["platform.cron.container"]},
	}
}
