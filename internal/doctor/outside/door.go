package outside

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

func door(ctx context.Context, l *look) []doctor.Finding {
	hosts := []string{rules.HostOf(l.Connect)}
	if l.sibling != "" {
		hosts = append(hosts, l.sibling)
	}
	addresses := []string{l.Platform + "/"}
	for _, host := range hosts {
		addresses = append(addresses, "https://"+host+portOf(l.Connect)+"/")
	}
	answers := l.getAll(ctx, addresses...)
	var findings []doctor.Finding
	for i, host := range hosts {
		findings = append(findings, doorOf(host, answers[i+1], answers[0])...)
	}
	return findings
}

// doorOf tells the proxy from all else that may answer. What the proxy says of a session that there is not is written nowhere, so
// only what is surely something else counts.
func doorOf(host string, a, front answer) []doctor.Finding {
	const check = "front-door"
	const rule = "send the connect host and the hosts beside it to the proxy's Service: look at hosts, class and path of the Ingress"
	isBehind := a.Status >= http.StatusBadGateway && a.Status <= http.StatusGatewayTimeout
	switch {
	case a.Silence != "":
		return one(unknown(check, host+" could not be looked at: "+a.Silence, "look at what serves "+host))
	case a.isPage() && front.isPage() && bytes.Equal(a.Body, front.Body):
		return one(problem(check, 13, host+" shows the Platform's front end, not the proxy", rule))
	case a.isPage() && front.isPage() && titleOf(a) != "" && titleOf(a) == titleOf(front):
		return one(warning(check, 13, host+" seems to show the Platform's front end, for its page has the same title", rule))
	case defaultBackend(a) != "":
		return one(problem(check, 13, fmt.Sprintf("%s is answered by the default of %s, not by the proxy", host, defaultBackend(a)), rule))
	case isBehind && isALB(a):
		return one(warning(check, 11, fmt.Sprintf("%s is answered by the ALB itself with %d, as where it has no healthy target", host, a.Status),
			"look at the health of the targets: either they are pods (target-type: ip), or the proxy's Service has type NodePort"))
	case isBehind:
		return one(problem(check, 0, fmt.Sprintf("%s is answered with %d, so nothing serves behind the front door", host, a.Status),
			"look at the proxy's pods, and at the Service in front of them"))
	}
	return one(fine(check, fmt.Sprintf("%s is answered with %s, and not by the front end", host, a.says())))
}

var title = regexp.MustCompile(`(?is)<title[^>]*>([^<]*)</title>`)

func titleOf(a answer) string {
	if match := title.FindSubmatch(a.Body); match != nil {
		return strings.TrimSpace(string(match[1]))
	}
	return ""
}

func isALB(a answer) bool { return strings.HasPrefix(a.Server, "awselb/") }

// defaultBackend names what answers for hosts without a rule. Traefik's own "404 page not found" is that of every Go program, the
// proxy perhaps.
func defaultBackend(a answer) string {
	if a.Status != http.StatusNotFound {
		return ""
	}
	for words, of := range map[string]string{
		"default backend - 404":            "the Ingress controller",
		"response 404 (backend NotFound)":  "GKE's load balancer",
		"<hr><center>nginx":                "nginx",
		"<center>Microsoft-Azure-Applicat": "the Application Gateway",
	} {
		if bytes.Contains(a.Body, []byte(words)) {
			return of
		}
	}
	if isALB(a) {
		return "the ALB"
	}
	return ""
}
