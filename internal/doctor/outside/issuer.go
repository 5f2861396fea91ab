package outside

import (
	"context"
	"net/url"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

const discoveryPath = "/api/.well-known/openid-configuration"

func issuer(ctx context.Context, l *look) []doctor.Finding {
	return issuerOf(l.get(ctx, l.Platform+discoveryPath), l)
}

// issuerOf holds the issuer, which is TOWER_SERVER_URL with /api behind it, against the URL that users and proxy have.
func issuerOf(a answer, l *look) []doctor.Finding {
	const check = "issuer"
	if l.isNowhere(a) {
		return one(problem(check, 3, discoveryPath+" is not there, so the Platform has no signing key that it can read", readableKey))
	}
	var discovery struct {
		Issuer string `json:"issuer"`
	}
	if findings := a.document(check, discoveryPath, &discovery); findings != nil {
		return findings
	}
	is, want := shownIssuer(discovery.Issuer), l.Platform+"/api"
	switch {
	case is == want:
		return one(fine(check, "the issuer is "+want))
	case strings.TrimPrefix(is, "http://") == strings.TrimPrefix(want, "https://"):
		return one(problem(check, 8, "the issuer is "+is+", so the Platform takes itself to be served over http",
			"set TOWER_SERVER_URL to "+l.Platform))
	}
	return one(problem(check, 10, "the issuer is "+is+", and not "+want,
		"let TOWER_SERVER_URL, the proxy's PLATFORM_URL and the URL of users be one"))
}

// shownIssuer is an issuer in the form in which URLs are compared. Its user, if it has one, would be a secret.
func shownIssuer(issuer string) string {
	u, err := url.Parse(issuer)
	if err != nil || u.User != nil {
		return "a URL that is not shown"
	}
	return shown(rules.Origin(issuer) + strings.TrimSuffix(u.Path, "/"))
}

const readableKey = "give the Platform an RSA key as PEM, at TOWER_OIDC_PEM_PATH in backend and cron, and look at the backend's log"
