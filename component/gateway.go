package component

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi-go-provider/infer"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// GatewayArgs describe the routes by which a Gateway that exists leads to the proxy, in place of an Ingress. They are there where
// name is given.
type GatewayArgs struct {
	// Name of the Gateway.
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// Namespace of the Gateway, whose listeners have to allow routes from the Platform's.
	Namespace pulumi.StringPtrInput `pulumi:"namespace,optional"`
	// SectionName is the listener for HTTPS.
	SectionName pulumi.StringPtrInput `pulumi:"sectionName,optional"`
	// SSHSectionName is the listener for SSH. Given, a TCPRoute leads from it to the proxy.
	SSHSectionName pulumi.StringPtrInput `pulumi:"sshSectionName,optional"`
	// RouteName is the name of the routes.
	RouteName pulumi.StringPtrInput `pulumi:"routeName,optional"`
	// RequestTimeout of the HTTPRoute. "0s" is none, as WebSockets need it; AWS' Gateways take no timeout. Example: "0s".
	RequestTimeout pulumi.StringPtrInput `pulumi:"requestTimeout,optional"`
	// Annotations of the routes.
	Annotations pulumi.StringMapInput `pulumi:"annotations,optional"`
	// Policy is an object of the Gateway's own kind, in YAML, that goes with the route: how long a WebSocket may be idle is said
	// there. It needs apiVersion, kind and spec; name and namespace are those of the route.
	Policy pulumi.StringPtrInput `pulumi:"policy,optional"`
}

// Annotate describes the arguments in the schema.
func (a *GatewayArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *GatewayArgs) rows() []row {
	return []row{
		derived(&a.Name, "an Ingress", rules.ObjectName),
		derived(&a.Namespace, "that of the Platform", rules.LabelName),
		derived(&a.SectionName, "every listener that takes the route", rules.ObjectName),
		derived(&a.SSHSectionName, "no route for SSH", rules.ObjectName),
		constant(&a.RouteName, "connect", rules.ObjectName),
		derived(&a.RequestTimeout, "the Gateway's own", rules.GatewayDuration),
		derived(&a.Annotations, none, rules.Annotations),
		derived(&a.Policy, none, policyRule),
	}
}

const (
	gatewayAPI     = "gateway.networking.k8s.io/v1"
	gatewayAPIOld  = "gateway.networking.k8s.io/v1alpha2"
	tcpRoute       = "TCPRoute"
	frontendConfig = "networking.gke.io/v1beta1/FrontendConfig" // a cluster that knows it knows the older BackendConfig
)

// lineOf is all that an error of a reader of YAML may say: the rest repeats the text, which may be secret.
var lineOf = regexp.MustCompile(`line \d+`)

// policyRule accepts an object that can stand beside the route.
var policyRule = rules.New("an object in YAML with apiVersion, kind and spec", func(path *field.Path, text string) (problems field.ErrorList) {
	object, err := policyOf(text)
	if err != nil {
		detail := "must be an object in YAML"
		if where := lineOf.FindString(err.Error()); where != "" {
			detail += ", see " + where
		}
		return field.ErrorList{field.Invalid(path, text, detail)}
	}
	for _, name := range []string{"apiVersion", "kind", "spec"} {
		if object[name] == nil {
			problems = append(problems, field.Required(path.Key(name), "as an object of Kubernetes has it"))
		}
	}
	for _, name := range rules.Sorted(object) {
		if !slices.Contains([]string{"apiVersion", "kind", "spec"}, name) {
			problems = append(problems, field.Forbidden(path.Key(name), "is the route's own to say; give apiVersion, kind and spec only"))
		}
	}
	return problems
})

func policyOf(text string) (object map[string]any, err error) {
	return object, yaml.Unmarshal([]byte(text), &object)
}

func (a *GatewayArgs) isOn() bool { return a.Name != nil }

// apis are those of other kinds than Kubernetes' own that are going to be used, by argument.
func (g *graph) apis() map[string][]string {
	all := map[string][]string{}
	if g.Gateway.isOn() {
		all["gateway.name"] = []string{gatewayAPI + "/HTTPRoute"}
		if g.Gateway.SSHSectionName != nil {
			all["gateway.sshSectionName"] = []string{gatewayAPI + "/" + tcpRoute, gatewayAPIOld + "/" + tcpRoute}
		}
		if policy, err := policyOf(g.known(g.Gateway.Policy)); err == nil && policy != nil {
			all["gateway.policy"] = []string{fmt.Sprintf("%v/%v", policy["apiVersion"], policy["kind"])}
		}
	}
	if g.isBehind(gke) {
		all["ingress.controller"] = []string{frontendConfig}
	}
	return all
}

// missingAPIs are kinds that the cluster does not know: creating one of those is what fails, in the middle of an update.
func (g *graph) missingAPIs() (problems field.ErrorList) {
	wanted := g.apis()
	for _, argument := range rules.Sorted(wanted) {
		if !slices.ContainsFunc(wanted[argument], func(kind string) bool { return slices.Contains(g.facts.APIs, kind) }) {
			problems = append(problems, field.Forbidden(field.NewPath(argument), fmt.Sprintf(
				"the cluster does not know %s: install the CustomResourceDefinitions of it first, or leave this out", wanted[argument][0])))
		}
	}
	return problems
}

// newRoutes are the door where there is a Gateway.
func (g *graph) newRoutes(after []pulumi.Resource) (pulumi.Resource, error) {
	a := g.Gateway
	rule := pulumi.Map{
		"matches":     pulumi.Array{pulumi.Map{"path": pulumi.Map{"type": pulumi.String("PathPrefix"), "value": pulumi.String("/")}}},
		"backendRefs": pulumi.Array{pulumi.Map{"name": text(g.Proxy.Name), "port": pulumi.Int(80)}},
	}
	if a.RequestTimeout != nil {
		rule["timeouts"] = pulumi.Map{"request": a.RequestTimeout}
	}
	route, err := g.newCustom("http-route", gatewayAPI, "HTTPRoute", g.routeMeta(), pulumi.Map{
		"parentRefs": g.parents(a.SectionName), "hostnames": pulumi.Array{g.wildcardHost()}, "rules": pulumi.Array{rule},
	}, after...)
	if err != nil {
		return nil, err
	}
	if err := g.newTCPRoute(after); err != nil || a.Policy == nil {
		return route, err
	}
	policy, err := policyOf(g.known(a.Policy))
	if err != nil || policy == nil { // not known in this preview
		return route, nil
	}
	_, err = g.newCustom("gateway-policy", fmt.Sprint(policy["apiVersion"]), fmt.Sprint(policy["kind"]), g.routeMeta(), pulumi.ToOutput(policy["spec"]), route)
	return route, err
}

// newTCPRoute is of the newest version that the cluster knows.
func (g *graph) newTCPRoute(after []pulumi.Resource) error {
	if g.Gateway.SSHSectionName == nil || !g.SSH.isOn(g.ctx) {
		return nil
	}
	version := gatewayAPI
	if g.facts != nil && !slices.Contains(g.facts.APIs, gatewayAPI+"/"+tcpRoute) {
		version = gatewayAPIOld
	}
	_, err := g.newCustom("ssh-route", version, tcpRoute, g.routeMeta(), pulumi.Map{
		"parentRefs": g.parents(g.Gateway.SSHSectionName),
		"rules": pulumi.Array{pulumi.Map{"backendRefs": pulumi.Array{
			pulumi.Map{"name": text(g.SSH.Service.Name), "port": g.SSH.publicPort(g.ctx)},
		}}},
	}, after...)
	return err
}

func (g *graph) parents(section pulumi.StringPtrInput) pulumi.Array {
	parent := pulumi.Map{"name": g.Gateway.Name}
	if g.Gateway.Namespace != nil {
		parent["namespace"] = g.Gateway.Namespace
	}
	if section != nil {
		parent["sectionName"] = section
	}
	return pulumi.Array{parent}
}

func (g *graph) routeMeta() *metav1.ObjectMetaArgs {
	return g.meta(g.Gateway.RouteName, proxyComponent, g.Gateway.Annotations)
}

// newDoor is what leads to the proxy; nil where that is somebody else's.
func (g *graph) newDoor(after ...[]pulumi.Resource) (door pulumi.Resource, err error) {
	if g.Gateway.isOn() {
		if door, err = g.newRoutes(slices.Concat(after...)); err != nil {
			return nil, err
		}
	}
	if !g.hasIngress() {
		return door, nil
	}
	if err := g.newGKEObjects(); err != nil {
		return nil, err
	}
	return g.newIngress(after...)
}

// hasIngress tells that there is one: by default unless there is a Gateway.
func (g *graph) hasIngress() bool {
	if g.Ingress.Enabled != nil {
		return awaitInput[bool](g.ctx, g.Ingress.Enabled).Value
	}
	return !g.Gateway.isOn()
}

// plannedForeign are objects of kinds that are not Kubernetes' own.
func (g *graph) plannedForeign() (all []planned) {
	add := func(isWanted bool, argument, apiVersion, kind string, name pulumi.Input) {
		if isWanted {
			one := g.plan(argument, apiVersion, kind, name)
			one.isForeign = true
			all = append(all, one)
		}
	}
	add(g.Gateway.isOn(), "gateway.routeName", gatewayAPI, "HTTPRoute", g.Gateway.RouteName)
	if policy, err := policyOf(g.known(g.Gateway.Policy)); err == nil && policy != nil && g.Gateway.isOn() {
		add(true, "gateway.routeName", fmt.Sprint(policy["apiVersion"]), fmt.Sprint(policy["kind"]), g.Gateway.RouteName)
	}
	add(g.Gateway.isOn() && g.Gateway.SSHSectionName != nil && g.SSH.isOn(g.ctx), "gateway.routeName", gatewayAPI, tcpRoute, g.Gateway.RouteName)
	add(g.isBehind(gke), "proxy.name", "cloud.google.com/v1", "BackendConfig", g.Proxy.Name)
	add(g.isBehind(gke), "proxy.name", "networking.gke.io/v1beta1", "FrontendConfig", g.Proxy.Name)
	return all
}
