package component

import (
	"fmt"
	"strconv"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// servicePorts are ours and, after them, those of an argument.
func (g *graph) servicePorts(extra corev1.ServicePortArrayInput, ours ...corev1.ServicePortInput) corev1.ServicePortArray {
	return appended[corev1.ServicePort](g.ctx, ours, extra)
}

// servicePorts are the rules for what the Services have beside ours: no two ports of one name or number.
func (a *StudiosArgs) servicePorts(ctx *pulumi.Context) []relation {
	const own = "is a port of Studios' own"
	numbers := map[string]string{tcp(serverPort): own}
	if listener := awaitInput[int](ctx, a.Server.ListenerPort); listener.Known {
		numbers[tcp(listener.Value)] = own
	}
	free := func(string) []string { return nil }
	name := func(p corev1.ServicePort) string { return textOf(p.Name) }
	return []relation{
		beside(&a.Proxy.ExtraServicePorts, "name", map[string]string{"connect-proxy": own}, validation.IsDNS1123Label, name),
		beside(&a.Proxy.ExtraServicePorts, "port", map[string]string{tcp(80): own}, free, portOfService),
		beside(&a.Server.ExtraServicePorts, "name", map[string]string{"server": own, "entrypoint": own}, validation.IsDNS1123Label, name),
		beside(&a.Server.ExtraServicePorts, "port", numbers, free, portOfService),
		a.Proxy.nodePortFits,
	}
}

// portOfService is what Kubernetes tells ports apart by.
func portOfService(p corev1.ServicePort) string {
	if protocol := textOf(p.Protocol); protocol != "" && protocol != "TCP" {
		return strconv.Itoa(p.Port) + "/" + protocol
	}
	return tcp(p.Port)
}

func tcp(port int) string { return strconv.Itoa(port) + "/TCP" }

func textOf(of *string) string {
	if of == nil {
		return ""
	}
	return *of
}

// nodePortFits refuses the port of nodes that a Service has none of.
func (a *ProxyArgs) nodePortFits(c *completion) {
	if kind := awaitInput[string](c.ctx, a.ServiceType); a.ServiceNodePort != nil && kind.Value == clusterIP {
		c.problems = append(c.problems, field.Forbidden(c.paths[&a.ServiceNodePort], fmt.Sprintf("is of a Service of type %s or %s, and %s is %s",
			nodePort, loadBalancer, c.paths[&a.ServiceType], kind.Value)))
	}
}
