package doctor

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

type place struct {
	u    *unit
	name string
}

func (i *installation) urls() []place {
	return []place{{i.proxy, proxyURL}, {i.backend, connectURL}, {i.proxy, platformURL}, {i.backend, serverURL}}
}

// https is the first of the checks of URLs: others would only repeat it.
func https(i *installation) (all []Finding) {
	for _, at := range i.urls() {
		if v := i.value(at.u, at.name); strings.HasPrefix(strings.ToLower(v.text), "http://") {
			all = append(all, problem(8, fmt.Sprintf("%s is %s in %s: login needs https, for its cookies are sent by nothing else",
				at.name, v.text, v.where),
				"write the https URL that browsers use, and restart what reads it"))
		}
	}
	return all
}

// agree demands one origin in two places. What is not https is told by that check.
func (i *installation) agree(row int, ours, theirs place) []Finding {
	a, b := i.value(ours.u, ours.name), i.value(theirs.u, theirs.name)
	do := fmt.Sprintf("give both the same URL, and restart %s", ours.u)
	switch {
	case i.isElsewhere() && theirs.name == connectURL, len(https(i)) > 0:
		return nil
	case a.isUnseen():
		return []Finding{cannot(a.lacks)}
	case b.isUnseen():
		return []Finding{cannot(b.lacks)}
	case a.text == "":
		return []Finding{problem(row, fmt.Sprintf("%s has no %s", ours.u, ours.name), do)}
	case b.text == "":
		return []Finding{problem(row, fmt.Sprintf("%s has no %s", theirs.u, theirs.name), do)}
	case rules.Origin(a.text) != rules.Origin(b.text):
		return []Finding{problem(row, fmt.Sprintf("%s is %s in %s, and %s is %s in %s", ours.name, a.text, a.where, theirs.name,
			b.text, b.where), do)}
	}
	return nil
}

func sameConnectURL(i *installation) []Finding {
	return i.agree(9, place{i.proxy, proxyURL}, place{i.backend, connectURL})
}

func samePlatformURL(i *installation) []Finding {
	return i.agree(10, place{i.proxy, platformURL}, place{i.backend, serverURL})
}

func rootDomain(i *installation) (all []Finding) {
	connect, platform := i.value(i.proxy, proxyURL), i.value(i.backend, serverURL)
	switch {
	case connect.isUnseen():
		return []Finding{cannot(connect.lacks)}
	case platform.isUnseen():
		return []Finding{cannot(platform.lacks)}
	case !connect.isSet || !platform.isSet || connect.isPlaceholder():
		return nil // told already
	}
	for range rules.SameRootDomain(field.NewPath(proxyURL), connect.text, platform.text) {
		all = append(all, problem(7,
			fmt.Sprintf("the connect URL %s and the Platform's %s share no domain for which a login's cookies can be set", connect.text,
				platform.text),
			"give Studios a host beside the Platform's, such as connect.example.com for platform.example.com"))
	}
	return all
}

// connectHost and wildcard are what sessions are reached by. Path routing needs no wildcard.
func (i *installation) connectHost() string { return rules.HostOf(i.value(i.proxy, proxyURL).text) }

func (i *installation) wildcard() string {
	if i.isPathRouted() {
		return ""
	}
	return rules.WildcardHost(i.value(i.proxy, proxyURL).text)
}

func (i *installation) isPathRouted() bool {
	return strings.EqualFold(i.value(i.backend, pathRouting).text, "true")
}
