package component

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// door is what an Ingress controller needs for a session's WebSocket to live: its own default ends one after a minute or less.
type door struct {
	class       string // empty where an annotation names it
	annotations map[string]string
	path        string
}

const (
	traefikAnnotation     = "traefik.ingress.kubernetes.io/router."
	applicationAnnotation = "appgw.ingress.kubernetes.io/"
	nginxAnnotation       = "nginx.ingress.kubernetes.io/"

	gke       = "gke"
	everyPath = "/*"
)

// doors are by the name of their controller. Sources: the controllers' own documentation of their annotations.
var doors = map[string]door{
	albClass: {class: albClass, path: everyPath, annotations: map[string]string{
		albAnnotation + "load-balancer-attributes": albAttributes[albAnnotation+"load-balancer-attributes"],
		albAnnotation + "listen-ports":             `[{"HTTP":80},{"HTTPS":443}]`,
		albAnnotation + "ssl-redirect":             "443",
		albAnnotation + "target-type":              "ip", // which needs no port of the nodes
	}},
	"nginx": {class: "nginx", path: "/", annotations: map[string]string{
		nginxAnnotation + "proxy-read-timeout": "3600",
		nginxAnnotation + "proxy-send-timeout": "3600",
		nginxAnnotation + "ssl-redirect":       "true",
	}},
	"traefik": {class: "traefik", path: "/", annotations: map[string]string{
		traefikAnnotation + "entrypoints": "websecure",
		traefikAnnotation + "tls":         "true",
	}},
	// The rest is in objects of GKE's own.
	gke: {path: everyPath, annotations: map[string]string{ingressClassAnnotation: "gce"}},
	"agic": {path: "/", annotations: map[string]string{
		ingressClassAnnotation:                    "azure/application-gateway",
		applicationAnnotation + "request-timeout": "3600",
		applicationAnnotation + "ssl-redirect":    "true",
	}},
}

var controllers = enum{"IngressController", []string{"agic", albClass, gke, "nginx", "traefik"}}

// presetClass is that of a controller. What stands in the Platform's own Ingress comes first: a group of Ingresses has one ALB.
func (g *graph) presetClass(of door) ingressClass {
	class := ingressClass{name: constantText(of.class), annotations: pulumi.ToStringMap(of.annotations)}
	if g.Ingress.CopyFrom != nil && g.found != nil {
		class = g.copiedClass()
		class.annotations = combined(pulumi.ToStringMap(of.annotations), class.annotations)
		return class
	}
	if given := g.Ingress.ClassName; given != nil {
		class.name, class.field = text(given), given
		annotations := maps.Clone(of.annotations)
		delete(annotations, ingressClassAnnotation)
		class.annotations = pulumi.ToStringMap(annotations)
	} else if of.class != "" {
		class.field = pulumi.String(of.class)
	} else {
		class.name = constantText(of.annotations[ingressClassAnnotation])
	}
	return class
}

func (g *graph) isBehind(controller string) bool {
	return g.hasIngress() && g.known(g.Ingress.Controller) == controller
}

// gkeObjects are of kinds of GKE's own, which tell its load balancer what other controllers are told by annotations.
func (g *graph) newGKEObjects() error {
	if !g.isBehind(gke) {
		return nil
	}
	for child, of := range map[string]struct {
		apiVersion, kind string
		spec             pulumi.Map
	}{
		"gke-backend": {"cloud.google.com/v1", "BackendConfig", pulumi.Map{
			"timeoutSec":         pulumi.Int(86400),
			"connectionDraining": pulumi.Map{"drainingTimeoutSec": pulumi.Int(60)},
		}},
		"gke-frontend": {"networking.gke.io/v1beta1", "FrontendConfig", pulumi.Map{
			"redirectToHttps": pulumi.Map{"enabled": pulumi.Bool(true)},
		}},
	} {
		if _, err := g.newCustom(child, of.apiVersion, of.kind, g.meta(g.Proxy.Name, proxyComponent, nil), of.spec); err != nil {
			return err
		}
	}
	return nil
}

// gkeAnnotations name them, on the Service and on the Ingress.
func (g *graph) gkeAnnotations() (service, ingress pulumi.StringMapInput) {
	if !g.isBehind(gke) {
		return nil, nil
	}
	return pulumi.StringMap{"cloud.google.com/backend-config": pulumi.Sprintf(`{"default":"%s"}`, g.Proxy.Name)},
		pulumi.StringMap{"networking.gke.io/v1beta1.FrontendConfig": text(g.Proxy.Name)}
}
