package component

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
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
		statuses.at(&a.Status, platform.Recommended),
		derived(&a.Port, "the tool's own: "+toolPortsInWords(), rules.Port),
	}
}

var (
	tools = enum{"Tool", []string{"jupyter", "ride", "rstudio", "vscode", "xpra"}}
	// The Platform calls every other status unsupported.
	statuses = enum{"Status", []string{platform.Deprecated, platform.Experimental, platform.Recommended}}

	toolPorts = map[string]int{"jupyter": 8080, "ride": 8787, "rstudio": 8787, "vscode": 3000, "xpra": 14500}
)

// fillTemplates are those that are given, or of the sets of the Platform's release, and those that are added.
func (g *graph) fillTemplates() {
	all := maps.Clone(g.Templates)
	if g.isReplaced = all != nil; !g.isReplaced {
		all = g.ownTemplates()
		for _, key := range awaitInput[[]string](g.ctx, g.RemovedTemplates).Value {
			delete(all, key)
		}
	}
	maps.Copy(all, g.AdditionalTemplates)
	g.Templates = all
}

// ownTemplates are those that belong to the Platform's release, complete.
func (g *graph) ownTemplates() map[string]TemplateArgs {
	all, c := map[string]TemplateArgs{}, newCompletion(g.ctx)
	for _, status := range awaitInput[[]string](g.ctx, g.TemplateSets).Value {
		for _, t := range g.found.Release.Set(status) {
			args := TemplateArgs{Repository: g.mirrored(t.Repository), Tool: pulumi.String(t.Tool), Status: pulumi.String(status)}
			c.group(nil, &args, args.rows())
			all[t.Key] = args
		}
	}
	return all
}

var templateSets = rules.New("recommended, deprecated or experimental", rules.OneOf(statuses.values...).Check)

// removedAreOfTheDefault is for what would remove nothing.
func (a *StudiosArgs) removedAreOfTheDefault(c *completion) {
	if a.Templates != nil && a.RemovedTemplates != nil {
		c.problems = append(c.problems, field.Forbidden(c.paths[&a.RemovedTemplates], "excludes templates, which replace all of the default"))
	}
}

// removedAreThere is the same for keys that the default does not have.
func (g *graph) removedAreThere() (problems field.ErrorList) {
	own := rules.Sorted(g.ownTemplates())
	for i, key := range awaitInput[[]string](g.ctx, g.RemovedTemplates).Value {
		if !slices.Contains(own, key) {
			problems = append(problems, field.NotSupported(field.NewPath("removedTemplates").Index(i), key, own))
		}
	}
	return problems
}

// templateWarnings name the templates that a user may see and not get to work, or see though nobody wants it.
func (g *graph) templateWarnings() (all []string) {
	if g.found == nil {
		return nil
	}
	server := platform.Tag(g.known(g.Server.Image))
	for _, key := range rules.Sorted(g.Templates) {
		if client := platform.Client(g.known(g.Templates[key].Repository)); platform.IsTooFarBehind(client, server) {
			all = append(all, fmt.Sprintf("templates: %s has a session client of %s, and proxy and server %s go with %d earlier minor versions only: "+
				"its sessions may not be reached", key, client, server, platform.EarlierMinors))
		}
	}
	for _, status := range awaitInput[[]string](g.ctx, g.TemplateSets).Value {
		switch {
		case g.isReplaced && status != platform.Recommended: // which is the default
			all = append(all, fmt.Sprintf("templateSets: %s means nothing beside templates, which replace all of Seqera's own", status))
		case !g.isReplaced && len(g.found.Release.Set(status)) == 0:
			all = append(all, fmt.Sprintf("templateSets: there are no %s templates for Platform %s", status, g.found.Version))
		}
	}
	left := g.facts.LeftTemplates(g.found, g.values(g.templateEnvironment()))
	for _, configMap := range rules.Sorted(left) {
		all = append(all, fmt.Sprintf("templates: ConfigMap %q has others, which are not Studios' to take away, and which the Platform offers too: %s. "+
			"Take their keys out where they come from, or give them in additionalTemplates", configMap, strings.Join(left[configMap], ", ")))
	}
	return all
}

// templateEnvironment are the variables by which the Platform knows the tools.
func (g *graph) templateEnvironment() pulumi.StringMap {
	data := pulumi.StringMap{}
	for key, t := range g.Templates {
		prefix := platform.TemplatePrefix + key + "_"
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
