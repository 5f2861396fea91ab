package outside

import (
	"context"
	"fmt"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

func plainHTTP(ctx context.Context, l *look) []doctor.Finding {
	platform, connect := rules.HostOf(l.Platform), rules.HostOf(l.Connect)
	return append(plainHTTPOf(platform, l.get(ctx, "http://"+platform+serviceInfoPath)),
		plainHTTPOf(connect, l.get(ctx, "http://"+connect+"/"))...)
}

// plainHTTPOf wants that plain http leads to https, or nowhere: a login's cookies are for https only.
func plainHTTPOf(host string, a answer) []doctor.Finding {
	const check = "plain-http"
	const do = "let the front door lead every plain request to https"
	leadsToPlain := a.Location != nil && a.Location.Scheme != "https"
	isServed := a.Status >= 200 && a.Status < 300
	switch {
	case a.Silence != "":
		return one(fine(check, host+" is not served over plain http"))
	case isServed, leadsToPlain:
		return one(warning(check, 8, fmt.Sprintf("%s answers plain http with %s, and whoever stays there cannot log in", host, a.says()), do))
	}
	return one(fine(check, fmt.Sprintf("%s answers plain http with %s", host, a.says())))
}
