package outside

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// name is a host, and what became of the question for its addresses.
type name struct {
	host string
	// wanted is the record that has to be there; empty for the Platform's own.
	wanted string
	err    error
}

func names(ctx context.Context, l *look) []doctor.Finding {
	connect := rules.HostOf(l.Connect)
	asked := []name{{host: rules.HostOf(l.Platform)}, {host: connect, wanted: connect}}
	if l.sibling != "" {
		asked = append(asked, name{host: l.sibling, wanted: rules.WildcardHost(l.Connect)})
	}
	for i, n := range asked {
		within, cancel := l.within(ctx)
		addresses, err := l.Resolve(within, n.host)
		cancel()
		if err == nil && len(addresses) == 0 {
			err = &net.DNSError{Name: n.host, IsNotFound: true}
		}
		asked[i].err = err
	}
	return namesOf(asked)
}

func namesOf(asked []name) (findings []doctor.Finding) {
	const check = "name"
	var good []string
	for _, n := range asked {
		var failure *net.DNSError
		isMissing := errors.As(n.err, &failure) && failure.IsNotFound
		switch {
		case n.err == nil:
			good = append(good, n.host)
		case !isMissing:
			findings = append(findings, unknown(check, n.host+" could not be looked up", "ask again, or from where users are"))
		case n.wanted == "":
			findings = append(findings, problem(check, 0, n.host+" has no address", "give the URL that users have, or ask from where they are"))
		default:
			findings = append(findings, problem(check, 6, n.host+" has no address",
				fmt.Sprintf("make a DNS record %s that leads to the proxy's front door", n.wanted)))
		}
	}
	return orFine(findings, check, strings.Join(good, ", ")+" have addresses")
}
