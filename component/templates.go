package component

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

// TemplateArgs describe one tool that users can start in a session.
type TemplateArgs struct {
	// Repository is the session image with its tag, pulled by the compute environment, not by this cluster.
	Repository pulumi.StringInput `pulumi:"repository"`
	// Tool is what the image runs. Without it the Platform would list the template as "custom".
	Tool pulumi.StringInput `pulumi:"tool"`
	// Icon shown in the list of tools.
	Icon pulumi.StringPtrInput `pulumi:"icon,optional"`
	// Status shown beside the template.
	Status pulumi.StringPtrInput `pulumi:"status,optional"`
	// Port that the tool listens on inside the session.
	Port pulumi.IntPtrInput `pulumi:"port,optional"`
}

// Annotate describes the arguments in the schema.
func (a *TemplateArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *TemplateArgs) rows() []row {
	return []row{
		required(&a.Repository, rules.Image),
		tools.requiredAt(&a.Tool),
		derived(&a.Icon, "the tool", rules.NotEmpty),
		statuses.at(&a.Status, "recommended"),
		derived(&a.Port, "the tool's own: "+toolPortsInWords(), rules.Port),
	}
}

var (
	tools = enum{"Tool", []string{"jupyter", "ride", "rstudio", "vscode", "xpra"}}
	// The Platform calls every other status unsupported.
	statuses = enum{"Status", []string{"deprecated", "experimental", "recommended"}}

	toolPorts = map[string]int{"jupyter": 8080, "ride": 8787, "rstudio": 8787, "vscode": 3000, "xpra": 14500}
)

// templatesOf are those that belong to a release of the Platform, complete.
func (g *graph) templatesOf(release platform.Release) map[string]TemplateArgs {
	all, c := map[string]TemplateArgs{}, newCompletion(g.ctx)
	for _, t := range release.Templates {
		args := TemplateArgs{Repository: pulumi.String(t.Repository), Tool: pulumi.String(t.Tool)}
		c.group(nil, &args, args.rows())
		all[t.Key] = args
	}
	return all
}

// templateEnvironment are the variables by which the Platform knows the tools.
func (g *graph) templateEnvironment() pulumi.StringMap {
	data := pulumi.StringMap{}
	for key, t := range g.Templates {
		prefix := "TOWER_DATA_STUDIO_TEMPLATES_" + key + "_"
		data[prefix+"REPOSITORY"] = t.Repository
		data[prefix+"ICON"] = t.icon()
		data[prefix+"TOOL"] = t.Tool
		data[prefix+"STATUS"] = text(t.Status)
		data[prefix+"PORT"] = decimal(t.port())
	}
	return data
}

func toolPortsInWords() string {
	var words []string
	for _, tool := range rules.Sorted(toolPorts) {
		words = append(words, fmt.Sprintf("%s %d", tool, toolPorts[tool]))
	}
	return strings.Join(words, ", ")
}

func (a *TemplateArgs) icon() pulumi.StringInput {
	if a.Icon != nil {
		return text(a.Icon)
	}
	return a.Tool
}

func (a *TemplateArgs) port() pulumi.IntPtrInput {
	if a.Port != nil {
		return a.Port
	}
	return text(a.Tool).ApplyT(func(tool string) int { return toolPorts[tool] }).(pulumi.IntOutput)
}
