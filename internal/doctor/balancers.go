package doctor

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// byDefault tells of what no annotation says, and may be set for the whole controller or class, which is not looked at.
const byDefault = ", unless its controller or class is told otherwise"

// targets is of ALBs: they send traffic to ports of nodes, unless they are told to send it to pods.
func targets(i *installation) (all []Finding) {
	told := map[string]bool{}
	for _, w := range i.ways() {
		key, how := w.ingress.Metadata.Name+"/"+w.service, w.ingress.Metadata.Annotations[albAnnotation+"target-type"]
		hasPorts := !slices.Contains([]string{"", "ClusterIP"}, i.service(w.service).Spec.Type)
		if w.ingress.class() != alb || how == "ip" || hasPorts || told[key] {
			continue
		}
		told[key] = true
		f := problem(11, fmt.Sprintf("Ingress %q is an ALB's, which sends traffic to nodes, and Service %q of type ClusterIP has no port there",
			w.ingress.Metadata.Name, w.service), "set "+albAnnotation+`target-type to "ip", or make the Service a NodePort`)
		all = append(all, f.orByDefault(how == ""))
	}
	return all
}

func (f Finding) orByDefault(isDefault bool) Finding {
	if isDefault {
		f.Verdict, f.Message = Warning, f.Message+byDefault
	}
	return f
}

// shortest is what Seqera's own manifest has, less a second.
const shortest = 300

func idleTimeout(i *installation) (all []Finding) {
	for _, n := range i.doors() {
		switch n.class() {
		case alb:
			all = append(all, n.cutsOfALB()...)
		case "nginx":
			all = append(all, n.cutsOfNginx()...)
		}
	}
	return all
}

func (n *Ingress) cut(why, keeps string, isDefault bool) Finding {
	return problem(12, fmt.Sprintf("Ingress %q cuts WebSockets: %s", n.Metadata.Name, why), keeps).orByDefault(isDefault)
}

// cutsOfALB goes by the defaults of AWS where nothing is said.
func (n *Ingress) cutsOfALB() (all []Finding) {
	const keeps = "set " + albAnnotation + "load-balancer-attributes to idle_timeout.timeout_seconds=3600,routing.http2.enabled=false"
	values := map[string]string{}
	for pair := range strings.SplitSeq(n.Metadata.Annotations[albAnnotation+"load-balancer-attributes"], ",") {
		name, value, _ := strings.Cut(pair, "=")
		values[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	idle, http2 := values["idle_timeout.timeout_seconds"], values["routing.http2.enabled"]
	if seconds, _ := strconv.Atoi(cmp.Or(idle, "60")); seconds < shortest {
		all = append(all, n.cut(fmt.Sprintf("they end after %s idle seconds", cmp.Or(idle, "60")), keeps, idle == ""))
	}
	if http2 != "false" {
		all = append(all, n.cut("HTTP/2 is on", keeps, http2 == ""))
	}
	return all
}

func (n *Ingress) cutsOfNginx() (all []Finding) {
	for _, name := range []string{"proxy-read-timeout", "proxy-send-timeout"} {
		given := n.Metadata.Annotations[nginxAnnotation+name]
		if seconds, _ := strconv.Atoi(cmp.Or(given, "60")); seconds < shortest {
			all = append(all, n.cut(fmt.Sprintf("%s%s is %d seconds", nginxAnnotation, name, seconds),
				"set "+nginxAnnotation+"proxy-read-timeout and proxy-send-timeout to 3600", given == ""))
		}
	}
	return all
}
