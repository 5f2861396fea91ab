package main

import (
	"cmp"
	"context"
	"flag"
	"os"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside"
)

// outer is what is asked about the look from outside.
type outer struct {
	isAsked     bool
	targets     outside.Targets
	authorities string // a file
}

func (o *outer) flags() {
	flag.BoolVar(&o.isAsked, "outside", false, "look from outside too, as browsers and SSH clients do, at what the namespace says of itself")
	flag.StringVar(&o.targets.Platform, "platform-url", "", "the Platform's URL; with -connect-url, and without namespace and stack, no cluster is looked at")
	flag.StringVar(&o.targets.Connect, "connect-url", "", "the connect URL")
	flag.BoolVar(&o.targets.PathRouting, "path-routing", false, "sessions have no hosts of their own; the namespace says so itself")
	flag.Int64Var(&o.targets.Workspace, "workspace", 0, "the workspace whose templates and features are looked at, with a token in TOWER_ACCESS_TOKEN")
	flag.StringVar(&o.targets.Session, "session", "", "the URL of a session that runs, with the browser's cookie in SESSION_COOKIE: how long does its WebSocket stay open?")
	flag.DurationVar(&o.targets.Stay, "stay", 5*time.Second, "how long a WebSocket has to stay open")
	flag.StringVar(&o.authorities, "authorities", "", "a PEM file of root certificates, trusted beside those of this machine")
}

// isAlone tells that no cluster has to say what to look at.
func (o options) isAlone() bool {
	return o.targets.Platform != "" && o.targets.Connect != "" && o.namespace == "" && o.stack == ""
}

// look holds what it sees against what a namespace tells. What is given counts more.
func (o *outer) look(ctx context.Context, told doctor.Told) (_ []doctor.Finding, err error) {
	t := o.targets
	told.Platform, told.Connect = cmp.Or(t.Platform, told.Platform), cmp.Or(t.Connect, told.Connect)
	told.PathRouting = told.PathRouting || t.PathRouting
	t.Told = told
	// Flags would stand in lists of processes.
	t.Token, t.SessionCookie = os.Getenv("TOWER_ACCESS_TOKEN"), os.Getenv("SESSION_COOKIE")
	if o.authorities != "" {
		if t.Authorities, err = os.ReadFile(o.authorities); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute+t.Stay)
	defer cancel()
	return outside.Look(ctx, t), nil
}
