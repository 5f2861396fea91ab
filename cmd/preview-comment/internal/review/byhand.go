package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// byHand is what no update does: DNS, the certificate, and the manifests of those who own the Platform.
func (a *analysis) byHand() (all []string) {
	if a.OnlyRefresh {
		return nil
	}
	for _, s := range a.steps {
		if !s.isOurs {
			continue
		}
		switch {
		case s.Kind() == "Ingress":
			all = append(all, s.hosts()...)
		case s.Kind() == "ConfigMapPatch" && s.Op == plan.OpDelete && strings.HasSuffix(s.Name, "-platform-tower-yml"):
			all = append(all, fmt.Sprintf("- `allowed-workspaces` stays in `tower.yml` of ConfigMap %s; take it out if it is to go.", md.Code(objectName(s.Old))))
		case s.Kind() == "ConfigMapPatch" && !strings.HasSuffix(s.Name, "-platform-switch"):
			all = append(all, s.manifests()...)
		}
	}
	for _, s := range a.steps {
		if s.Type == studiosType && s.Op == plan.OpCreate {
			all = append(all, "- When it is up, see that every tool is listed by its name, at the address in the output `templateCheckUrl`.")
		}
	}
	return all
}

// hosts are those for which there has to be a DNS record and a certificate.
func (s *step) hosts() (all []string) {
	before, after := hosts(s.Old), hosts(s.New)
	for _, host := range after {
		switch {
		case !slices.Contains(before, host):
			all = append(all, fmt.Sprintf("- DNS: point %s to the load balancer of Ingress %s; its certificate must cover that name.", md.Code(host), md.Code(objectName(s.New))))
		case s.Op == plan.OpReplace || s.isDrift && s.Op == plan.OpCreate:
			all = append(all, fmt.Sprintf("- DNS: the Ingress of %s is made anew; see whether its load balancer has another address.", md.Code(host)))
		}
	}
	for _, host := range before {
		if !slices.Contains(after, host) {
			all = append(all, fmt.Sprintf("- DNS: nothing serves %s any more; its record can go.", md.Code(host)))
		}
	}
	return all
}

func hosts(state *plan.State) (all []string) {
	rules, _ := value(state, "spec", "rules").([]any)
	for _, rule := range rules {
		of, _ := rule.(map[string]any)
		if host, isText := of["host"].(string); isText && host != plan.Unknown && !slices.Contains(all, host) {
			all = append(all, host)
		}
	}
	return all
}

// manifests tells of settings that somebody else's files would put back.
func (s *step) manifests() []string {
	name := md.Code(objectName(s.state()))
	switch {
	case s.Op == plan.OpDelete:
		return nil
	case s.isDrift || len(s.drifted) > 0:
		return []string{"- ConfigMap " + name + " was written by somebody else: unless their files say the same, their next `kubectl apply` or `helm upgrade` puts it back."}
	case s.Op == plan.OpCreate && strings.HasSuffix(s.Name, "-platform-environment"):
		return []string{"- Whoever owns ConfigMap " + name + " should take placeholders of Studios out of their files, or their next `kubectl apply` or `helm upgrade` puts them back."}
	}
	return nil
}
