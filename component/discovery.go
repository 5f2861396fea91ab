package component

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// discover fills in what is left out and follows from the Platform, or tells all that stands in the way of Studios. In a
// preview that cannot see the Platform yet, all of that is unknown.
func (g *graph) discover() error {
	given, isKnown := g.given()
	if g.facts == nil || !isKnown {
		g.facts, g.towerYml = nil, newDocument(usualDocument)
		g.fillUnknown()
		return g.info("the Platform is not known in this preview, so it is shown under the names of Seqera's manifests; it is found and checked in the update")
	}
	found, problems := g.facts.Find(given)
	if len(problems) > 0 {
		return g.refusal(problems)
	}
	g.found = found
	choice := g.fillFound()
	doc, problem, err := g.readTowerYml()
	if err != nil {
		return err
	}
	want := g.wanted()
	want.Ingresses = choice
	distrusted, _ := g.untrusted()
	problems = slices.Concat(g.facts.Check(found, want), g.tooOld(), g.removedAreThere(), g.refusedByNamespace(), g.missingAPIs(), g.badCertificate(), distrusted, g.twoPolicies())
	if problem != nil {
		problems = append(problems, problem)
	}
	if len(problems) > 0 && !g.isLenient {
		return g.refusal(problems)
	}
	g.towerYml = doc
	if err := g.info(found.String()); err != nil {
		return err
	}
	if g.isBlind() {
		if err := g.info(blindness); err != nil {
			return err
		}
	}
	if err := g.warn(append(g.facts.Warnings(g.owners, g.secretNames()), g.warnings()...)); err != nil {
		return err
	}
	return g.beware(g.cautions())
}

func (g *graph) info(notice string) error { return g.ctx.Log.Info(notice, g.logArgs()) }

func (g *graph) logArgs() *pulumi.LogArgs { return &pulumi.LogArgs{Resource: g.parent} }

// refusal reports all problems in one error.
func (g *graph) refusal(problems field.ErrorList) error {
	text := fmt.Sprintf("Studios %q: the Platform is not as Studios needs it; nothing was changed:", g.name)
	for _, problem := range problems {
		text += "\n  " + problem.Error()
	}
	for _, secret := range g.secretTexts(reflect.ValueOf(g.StudiosArgs)) {
		text = strings.ReplaceAll(text, secret, "[secret]")
	}
	return errors.New(text)
}

// secretTexts are the values of arguments that a user has marked as secret, for messages to leave them out.
func (g *graph) secretTexts(of reflect.Value) (all []string) {
	switch {
	case of.Kind() == reflect.Pointer && !of.IsNil():
		return g.secretTexts(of.Elem())
	case of.Kind() == reflect.Struct:
		for i := range of.NumField() {
			all = append(all, g.secretTexts(of.Field(i))...)
		}
	case of.Kind() == reflect.Interface && !of.IsNil():
		if in, isInput := of.Interface().(pulumi.Input); isInput {
			if text := awaitInput[string](g.ctx, in); text.Secret && text.Value != "" {
				all = append(all, text.Value)
			}
		}
	}
	return all
}

// given is what the user says of the Platform, if all of it is known.
func (g *graph) given() (given platform.Given, isKnown bool) {
	isKnown = true
	of := func(in pulumi.Input) string {
		result := awaitInput[string](g.ctx, in)
		isKnown = isKnown && (in == nil || result.Known)
		return result.Value
	}
	p := g.Platform
	return platform.Given{
		Release:   of(p.Release),
		Version:   of(p.Version),
		ConfigMap: of(p.ConfigMap),
		TowerYml:  platform.Document{ConfigMap: of(p.TowerYmlConfigMap), Key: of(p.TowerYmlKey)},
		Backend:   platform.Workload{Deployment: of(p.Backend.Deployment), Container: of(p.Backend.Container)},
		Cron:      platform.Workload{Deployment: of(p.Cron.Deployment), Container: of(p.Cron.Container)},
	}, isKnown
}

// fillFound completes the arguments by what was found. Where there is a choice of Ingresses, it tells them.
func (g *graph) fillFound() (choice []string) {
	f, p := g.found, g.Platform
	p.ConfigMap = constantText(f.ConfigMap)
	p.TowerYmlConfigMap, p.TowerYmlKey = constantText(f.TowerYml.ConfigMap), constantText(f.TowerYml.Key)
	p.Backend.Deployment, p.Backend.Container = constantText(f.Backend.Deployment), constantText(f.Backend.Container)
	p.Cron.Deployment, p.Cron.Container = constantText(f.Cron.Deployment), constantText(f.Cron.Container)
	g.fillImages(constantText(f.Release.Studios))
	g.fillTemplates()
	if g.AllowedWorkspacesIn == nil {
		g.AllowedWorkspacesIn = constantText(f.Release.AllowListIn())
	}
	if g.Ingress.CopyFrom == nil && g.Ingress.ClassName == nil && g.hasIngress() && (g.Ingress.Controller == nil || g.isBehind(albClass)) {
		choice = g.facts.IngressesOf(g.known(g.PlatformURL), copiesAreEqual)
		if len(choice) > 0 {
			g.Ingress.CopyFrom = constantText(choice[0])
		}
	}
	return choice
}

// fillUnknown leaves open what follows from the Platform. A patch must have a name even in a preview: the names are those of
// Seqera's manifests, until the update finds others.
func (g *graph) fillUnknown() {
	p := g.Platform
	for at, name := range map[*pulumi.StringPtrInput]string{
		&p.ConfigMap: "tower-backend-cfg", &p.TowerYmlConfigMap: usualDocument.ConfigMap, &p.TowerYmlKey: usualDocument.Key,
		&p.Backend.Deployment: platform.Backend, &p.Backend.Container: platform.Backend,
		&p.Cron.Deployment: platform.Cron, &p.Cron.Container: platform.Backend,
	} {
		if g.known(*at) == "" {
			*at = constantText(name)
		}
	}
	g.fillImages(await.Unknown[string, pulumi.StringOutput]())
	if g.AllowedWorkspacesIn == nil {
		g.AllowedWorkspacesIn = await.Unknown[string, pulumi.StringOutput]()
	}
}

func constantText(value string) pulumi.StringOutput { return pulumi.String(value).ToStringOutput() }

// wanted is what is going to be done with the Platform, as far as it is known.
func (g *graph) wanted() platform.Wanted {
	token := await.Unknown[string, pulumi.StringOutput]()
	if g.Oidc.RegistrationToken != nil {
		token = text(g.Oidc.RegistrationToken)
	}
	want := platform.Wanted{
		PlatformURL: g.known(g.PlatformURL),
		Variables:   g.values(g.environment(token)),
		AllowedIn:   g.known(g.AllowedWorkspacesIn),
		AllowsAll:   g.AllowedWorkspaces == nil,
		KeyVolume:   certsVolume,
		KeyFile:     certsMount + "/" + pemFile,
		KeyMark:     keyAnnotation,
		IsOpen: map[string]bool{
			"oidc.existingKeySecret":   g.isOpen(g.Oidc.ExistingKeySecret),
			"oidc.existingTokenSecret": g.isOpen(g.Oidc.existingToken().Name) || g.isOpen(g.Oidc.existingToken().Key),
		},
		KeySecret:   g.known(g.Oidc.ExistingKeySecret),
		TokenSecret: platform.SecretKey{Name: g.known(g.Oidc.existingToken().Name), Key: g.known(g.Oidc.existingToken().Key)},
		Existing:    g.existingKeys(),
		Mounted:     g.mountedKeys(),
		Owners:      g.owners,
		CopyFrom:    g.known(g.Ingress.CopyFrom),
		Pods:        map[string]map[string]string{},
	}
	if g.CertificateAuthority.isOn() {
		want.AuthorityFile = g.authorityFile().Path()
	}
	for _, pods := range []pods{g.proxyPods(g.ctx), g.serverPods(g.ctx)} {
		labels := awaitInput[map[string]string](g.ctx, g.podLabels(pods))
		want.Pods[pods.group] = labels.Value
	}
	for _, o := range g.planned() {
		want.Objects = append(want.Objects, o.Planned)
	}
	return want
}

// isOpen tells of an argument that is given and not known yet.
func (g *graph) isOpen(in pulumi.Input) bool { return in != nil && !awaitInput[any](g.ctx, in).Known }

// values are variables as far as they are known.
func (g *graph) values(of pulumi.StringMap) map[string]platform.Value {
	all := make(map[string]platform.Value, len(of))
	for name, value := range of {
		result := awaitInput[string](g.ctx, value)
		all[name] = platform.Value{Text: result.Value, Known: result.Known}
	}
	return all
}
