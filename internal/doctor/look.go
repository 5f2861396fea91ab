package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// check is one thing that is looked at.
type check struct {
	name string
	fine string // what is so where nothing was found
	look func(*installation) []Finding
}

// Installation is the first check, which tells what there is.
const Installation = "installation"

// Look finds what is wrong inside of a namespace, a finding or more for each check.
func Look(facts *Facts, given platform.Given) (all []Finding) {
	i := facts.find(given)
	all = named(Installation, i.summary(), i.isThere())
	if i.found == nil || i.proxy == nil {
		return all
	}
	for _, c := range checks {
		all = append(all, named(c.name, c.fine, c.look(i))...)
	}
	return all
}

func named(name, fine string, found []Finding) []Finding {
	if len(found) == 0 {
		found = []Finding{{Verdict: Fine, Message: fine}}
	}
	for at := range found {
		found[at].Check = name
	}
	return slices.Compact(found) // several variables may be in one Secret that cannot be read
}

// isThere tells what of an installation was not found.
func (i *installation) isThere() (all []Finding) {
	const elsewhere = "give the namespace in which it runs"
	for _, p := range i.problems {
		do := "name it, such as platform.backend.deployment=NAME"
		if p.Field == "namespace" {
			do = elsewhere
		}
		all = append(all, Finding{Verdict: Unknown, Message: "the Platform: " + p.Error(), Do: do})
	}
	switch {
	case i.found == nil && len(all) == 0:
		all = append(all, Finding{Verdict: Unknown, Message: "the Platform was not found", Do: elsewhere})
	case i.found == nil:
	case i.proxy == nil:
		all = append(all, Finding{Verdict: Unknown,
			Message: "no Deployment or StatefulSet runs a Studios proxy: none has " + proxyToken + " or " + tunnelURL,
			Do:      "install Studios, or give the namespace in which it runs"})
	case i.server == nil && i.lacks("statefulsets", "list", "") != nil:
		all = append(all, cannot(i.lacks("statefulsets", "list", "")))
	case i.server == nil:
		all = append(all, problem(0, "no StatefulSet runs a Studios server, which the proxy dials", "install it"))
	}
	if len(i.proxies) > 1 {
		var names []string
		for _, u := range i.proxies {
			names = append(names, u.String())
		}
		all = append(all, warning(0, fmt.Sprintf("there are several Studios proxies: %s; only the first is looked at",
			strings.Join(names, ", ")),
			"keep one, or let all share Redis and its prefix"))
	}
	return all
}

func (i *installation) summary() string {
	if i.found == nil || i.proxy == nil || i.server == nil {
		return ""
	}
	return fmt.Sprintf("%s; Studios: %s, %s", i.found, i.proxy, i.server)
}

func problem(row int, message, do string) Finding {
	return Finding{Verdict: Problem, Row: row, Message: message, Do: do}
}

func warning(row int, message, do string) Finding {
	return Finding{Verdict: Warning, Row: row, Message: message, Do: do}
}

// cannot is a check that lacks a right.
func cannot(r *rights.Right) Finding {
	if r == nil {
		return Finding{Verdict: Unknown, Message: "a value is put together from others, or is in a volume of another kind, and only its pod knows it"}
	}
	return Finding{Verdict: Unknown, Message: "cannot " + words(*r), Do: "run it as somebody who may"}
}

func words(r rights.Right) string {
	if r.Name != "" {
		return fmt.Sprintf("%s %s/%s", r.Verb, r.Resource, r.Name)
	}
	return r.Verb + " " + r.Resource
}
