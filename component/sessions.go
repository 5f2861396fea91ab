package component

import (
	"fmt"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// SessionArgs are what the Platform makes of all sessions.
type SessionArgs struct {
	// PathRouting serves sessions below the connect host, as https://connect.example.com/_studio/<id>, instead of each at a host
	// of its own, so that certificate and DNS need no wildcard. JupyterLab, R-IDE and VS Code know it, Xpra does not.
	PathRouting pulumi.BoolPtrInput `pulumi:"pathRouting,optional"`
	// DefaultLifespanHours is after how many hours a session ends unless its user says otherwise.
	DefaultLifespanHours pulumi.IntPtrInput `pulumi:"defaultLifespanHours,optional"`
	// PrivateByDefault lets nobody but its user connect to a new session, unless he says otherwise.
	PrivateByDefault pulumi.BoolPtrInput `pulumi:"privateByDefault,optional"`
	// ForceStopThreshold is how long a session may take to stop before it is stopped by force.
	ForceStopThreshold pulumi.StringPtrInput `pulumi:"forceStopThreshold,optional"`
	// ListLimit is how many sessions are listed at most.
	ListLimit pulumi.IntPtrInput `pulumi:"listLimit,optional"`
	// MetricsRetentionDays is how long metrics of sessions are kept, in days; workspaces.metrics says of which.
	MetricsRetentionDays pulumi.IntPtrInput `pulumi:"metricsRetentionDays,optional"`
	// FeatureManifestURL is where the Platform looks up what the versions of session images can do.
	FeatureManifestURL pulumi.StringPtrInput `pulumi:"featureManifestUrl,optional"`
}

// Annotate describes the arguments in the schema.
func (a *SessionArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *SessionArgs) rows() []row {
	return []row{
		option(&a.PathRouting, platformsOwn).since("25.2", "0.8.2"),
		derived(&a.DefaultLifespanHours, platformsOwn, rules.AtLeast(1)).since("26.1", ""),
		option(&a.PrivateByDefault, platformsOwn).since("26.1", ""),
		derived(&a.ForceStopThreshold, platformsOwn, rules.PlatformDuration).since("26.1", ""),
		derived(&a.ListLimit, platformsOwn, rules.AtLeast(1)).since("26.1", ""),
		derived(&a.MetricsRetentionDays, platformsOwn, rules.AtLeast(1)).since("26.1", ""),
		derived(&a.FeatureManifestURL, platformsOwn, rules.HTTPSLink).since("26.1", ""),
	}
}

func (a *SessionArgs) variables() pulumi.StringMap {
	return whereGiven(map[string]pulumi.Input{
		"TOWER_DATA_STUDIO_ENABLE_PATH_ROUTING":       a.PathRouting,
		"TOWER_DATA_STUDIO_DEFAULT_LIFESPAN":          a.DefaultLifespanHours,
		"TOWER_DATA_STUDIO_PRIVATE_STUDIO_BY_DEFAULT": a.PrivateByDefault,
		"TOWER_DATA_STUDIO_FORCE_STOP_THRESHOLD":      a.ForceStopThreshold,
		"TOWER_DATA_STUDIO_LIST_MAX_ALLOWED":          a.ListLimit,
		"TOWER_STUDIO_METRICS_RETENTION_DAYS":         a.MetricsRetentionDays,
		"TOWER_DATA_STUDIO_FEATURE_MANIFEST_URL":      a.FeatureManifestURL,
	})
}

// pathRoutingClient is the first session client that knows path routing.
const pathRoutingClient = "0.8.4"

func (g *graph) sessionWarnings() (all []string) {
	if g.Sessions.MetricsRetentionDays != nil && !g.hasMetrics() {
		all = append(all, "sessions.metricsRetentionDays: there are no metrics to keep; workspaces.metrics says of which workspaces there are")
	}
	if !awaitInput[bool](g.ctx, g.Sessions.PathRouting).Value {
		return all
	}
	for _, key := range rules.Sorted(g.Templates) {
		t := g.Templates[key]
		client := platform.Client(g.known(t.Repository))
		switch {
		case g.known(t.Tool) == "xpra":
			all = append(all, fmt.Sprintf("sessions.pathRouting: template %s is Xpra, which cannot be reached by a path; leave it out of what is offered:\n"+
				"      removedTemplates: [%s]", key, key))
		case platform.IsOlder(client, pathRoutingClient):
			all = append(all, fmt.Sprintf("sessions.pathRouting: template %s has a session client of %s, which knows no paths; give an image of %s or later",
				key, client, pathRoutingClient))
		}
	}
	return all
}

func (g *graph) hasMetrics() bool {
	if g.Workspaces.Metrics != nil {
		return g.known(g.Workspaces.Metrics) != noWorkspaces
	}
	return g.found == nil || g.facts.IsSet(g.found, metricsWorkspaces)
}
