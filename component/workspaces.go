package component

import (
	"strconv"
	"strings"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// WorkspacesArgs are the workspaces that may use a part of Studios; allowedWorkspaces are those that may use Studios at all. Each
// is "all", "none", or numeric IDs such as "12345,67890".
type WorkspacesArgs struct {
	// SSH are those whose sessions can be reached by SSH.
	SSH pulumi.StringPtrInput `pulumi:"ssh,optional"`
	// Iframe are those whose sessions may be shown within other pages.
	Iframe pulumi.StringPtrInput `pulumi:"iframe,optional"`
	// Metrics are those of whose sessions metrics are kept.
	Metrics pulumi.StringPtrInput `pulumi:"metrics,optional"`
}

// Annotate describes the arguments in the schema.
func (a *WorkspacesArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *WorkspacesArgs) rows() []row {
	return []row{
		derived(&a.SSH, platformsOwn+", none", rules.Workspaces, rules.WithoutSpace).since("25.3.3", "0.12.0"),
		derived(&a.Iframe, platformsOwn+", none", rules.Workspaces, rules.WithoutSpace).since("26.1", ""),
		derived(&a.Metrics, platformsOwn+", none", rules.Workspaces, rules.WithoutSpace).since("26.1", ""),
	}
}

func (a *WorkspacesArgs) variables() pulumi.StringMap {
	return whereGiven(map[string]pulumi.Input{
		sshWorkspaces: workspaceList(a.SSH),
		"TOWER_DATA_STUDIO_CONNECT_IFRAME_ALLOWED_WORKSPACES": workspaceList(a.Iframe),
		metricsWorkspaces: workspaceList(a.Metrics),
	})
}

const (
	sshWorkspaces     = "TOWER_DATA_STUDIO_SSH_ALLOWED_WORKSPACES"
	metricsWorkspaces = "TOWER_STUDIO_METRICS_ENABLED_WORKSPACES"

	allWorkspaces = rules.AllWorkspaces
	noWorkspaces  = rules.NoWorkspaces
)

// workspaceList is a list as these variables have it, which is not as TOWER_DATA_STUDIO_ALLOWED_WORKSPACES does: an empty one is
// all workspaces, and none is said by an ID that no workspace has, as Seqera's Terraform installer says it.
func workspaceList(in pulumi.StringPtrInput) pulumi.Input {
	if in == nil {
		return nil
	}
	return text(in).ApplyT(func(words string) string {
		switch words {
		case allWorkspaces:
			return ""
		case noWorkspaces:
			return "-1"
		}
		return words
	})
}

var allowedIn = enum{"AllowedWorkspacesIn", []string{platform.InEnvironment, platform.InPlatform, platform.InTowerYml}}

// isAllowedIn tells where the list of allowed workspaces stands. It is false in a preview that cannot know it.
func (g *graph) isAllowedIn(place string) bool { return g.known(g.AllowedWorkspacesIn) == place }

// allowListVariable is the list for the environment, in which all workspaces are those of no list.
func (g *graph) allowListVariable() pulumi.StringMap {
	if !g.isAllowedIn(platform.InEnvironment) || g.AllowedWorkspaces == nil {
		return nil
	}
	ids := pulumi.ToOutput(g.AllowedWorkspaces).ApplyT(func(given any) string {
		var ids []string
		for _, id := range given.([]int) {
			ids = append(ids, strconv.Itoa(id))
		}
		return strings.Join(ids, ",")
	}).(pulumi.StringOutput)
	return pulumi.StringMap{platform.AllowList: ids}
}
