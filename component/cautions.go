package component

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// caution is what a trial may have and production should not. It is a warning before it is there, and a note as long as it
// stands: a warning in every preview is one that nobody reads.
type caution struct {
	text   string
	stands bool
}

func (g *graph) cautions() []caution {
	return slices.Concat(g.openToAll(), g.onePod(), g.movingImages(), g.plainSecrets())
}

func (g *graph) beware(of []caution) error {
	for _, c := range of {
		say := g.ctx.Log.Warn
		if c.stands {
			say = g.ctx.Log.Info
		}
		if err := say(c.text, g.logArgs()); err != nil {
			return err
		}
	}
	return nil
}

// own is an object of ours that is there already.
func (g *graph) own(kind string, name pulumi.Input) *platform.Object {
	return g.facts.Own(kind, g.known(name), g.owners)
}

// openToAll is news where Studios is not there yet, and where a list is taken away.
func (g *graph) openToAll() []caution {
	if g.AllowedWorkspaces != nil || g.isAllowedIn(platform.InPlatform) {
		return nil
	}
	isOpen := g.towerYml == nil || g.towerYml.live.state == platform.Live
	return []caution{{
		"allowedWorkspaces: is left out, so every workspace of the Platform may use Studios; give the IDs of those that shall",
		g.own("Deployment", g.Proxy.Name) != nil && isOpen && !g.facts.IsSet(g.found, platform.AllowList),
	}}
}

func (g *graph) onePod() (all []caution) {
	type workload struct {
		argument, kind string
		name           pulumi.Input
		replicas       pulumi.IntPtrInput
	}
	proxy := workload{"proxy.replicas", "Deployment", g.Proxy.Name, g.Proxy.Replicas}
	if g.Proxy.Autoscaling.isOn() {
		proxy = workload{"proxy.autoscaling.minReplicas", "HorizontalPodAutoscaler", g.Proxy.Name, g.Proxy.minReplicas()}
	}
	for _, w := range []workload{proxy, {"server.replicas", "StatefulSet", g.Server.Name, g.Server.Replicas}} {
		if awaitInput[int](g.ctx, w.replicas).Value == 1 {
			live := g.own(w.kind, w.name)
			all = append(all, caution{
				w.argument + ": all sessions go through one pod, so its restart, and the drain of its node, cut every one that is open; give 2 or more",
				live != nil && live.Replicas == 1,
			})
		}
	}
	return all
}

func (g *graph) movingImages() (all []caution) {
	for _, of := range []struct {
		group, kind      string
		name, image, tag pulumi.Input
	}{
		{"proxy", "Deployment", g.Proxy.Name, g.Proxy.Image, g.Proxy.ImageTag},
		{"server", "StatefulSet", g.Server.Name, g.Server.Image, g.Server.ImageTag},
	} {
		image := awaitInput[string](g.ctx, of.image)
		if !image.Known || !platform.Moves(image.Value) {
			continue
		}
		argument := of.group + ".image"
		if of.tag != nil {
			argument += "Tag"
		}
		live := g.own(of.kind, of.name)
		all = append(all, caution{
			argument + ": its tag is put on other images in time, so a restart may bring a version that nobody has previewed, and pods differ; " +
				"give the tag of one release, or a digest",
			live != nil && slices.Contains(live.Images, image.Value),
		})
	}
	return all
}

// plainSecrets never become a matter of course.
func (g *graph) plainSecrets() (all []caution) {
	for _, argument := range g.plain {
		all = append(all, caution{text: argument + ": is given as plain text, which whoever sees configuration or program can read; " +
			"set it with pulumi config set --secret, and read it as a secret"})
	}
	return all
}
