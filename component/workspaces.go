package component

import (
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/platform"
)

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
