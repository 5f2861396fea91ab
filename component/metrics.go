package component

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// MetricsArgs describe where Prometheus finds the metrics of proxy and server. They are there where port is given.
type MetricsArgs struct {
	// Port of metrics, readiness and shutdown in the pods, on which CONNECT_MANAGEMENT_PORT is set. Whoever reaches it may shut a
	// pod down, so set networkPolicy.metricsNamespace with it.
	Port pulumi.IntPtrInput `pulumi:"port,optional"`
	// Path of the metrics. Seqera documents none.
	Path pulumi.StringPtrInput `pulumi:"path,optional"`
	// AuthKeySecret is where a key is kept that whoever asks the server's port has to know. Seqera documents none for the proxy. Only its
	// version is read; another restarts the server.
	AuthKeySecret *SecretKeyArgs `pulumi:"authKeySecret,optional"`
}

// Annotate describes the arguments in the schema.
func (a *MetricsArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *MetricsArgs) rows() []row {
	return []row{
		derived(&a.Port, "no metrics", rules.Port).since("", "0.8.2"),
		derived(&a.Path, "Prometheus' own, /metrics", rules.IngressPath),
		optionalGroup(&a.AuthKeySecret, none, (*SecretKeyArgs).rows),
	}
}

func (a *MetricsArgs) isOn() bool { return a.Port != nil }

// annotations tell Prometheus where to look.
func (a *MetricsArgs) annotations() pulumi.StringMapInput {
	if !a.isOn() {
		return nil
	}
	all := pulumi.StringMap{"prometheus.io/scrape": pulumi.String("true"), "prometheus.io/port": decimal(a.Port)}
	if a.Path != nil {
		all["prometheus.io/path"] = text(a.Path)
	}
	return all
}

func (a *MetricsArgs) variables() []variable {
	if !a.isOn() {
		return nil
	}
	return []variable{env("CONNECT_MANAGEMENT_PORT", "metrics.port", decimal(a.Port))}
}

// serverVariables are those that the server has beside the proxy's.
func (a *MetricsArgs) serverVariables() []variable {
	if a.AuthKeySecret == nil {
		return nil
	}
	return []variable{secretEnv("CONNECT_MANAGEMENT_AUTH_KEY", "metrics.authKeySecret", a.AuthKeySecret.Name, a.AuthKeySecret.Key)}
}

func (a *MetricsArgs) ports() (all corev1.ContainerPortArray) {
	if a.isOn() {
		all = append(all, containerPort("management", a.Port))
	}
	return all
}
