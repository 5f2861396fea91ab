package rules

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

const urlRule = `must be an https URL with a host and without a path, such as "https://connect.example.com"`

// HTTPSURL accepts https://host[:port], with or without a slash at the end.
func HTTPSURL(path *field.Path, value string) field.ErrorList {
	if hasPlaceholder(value) {
		return invalid(path, value, "still holds a placeholder; "+urlRule)
	}
	u, err := url.Parse(value)
	switch {
	case err != nil, u.Scheme != "https", u.Opaque != "", u.User != nil, u.RawQuery != "", u.ForceQuery,
		u.Fragment != "", strings.Contains(value, "#"), strings.TrimSuffix(u.Path, "/") != "":
		return invalid(path, value, urlRule)
	case !isHost(u.Hostname()), !isPort(u.Port()) && u.Port() != "", strings.HasSuffix(u.Host, ":"):
		return invalid(path, value, urlRule)
	}
	return nil
}

func hasPlaceholder(value string) bool {
	upper := strings.ToUpper(value)
	return strings.ContainsAny(value, "<>{}") || strings.Contains(upper, "YOUR-") || strings.Contains(upper, "YOUR_")
}

func isHost(host string) bool {
	return net.ParseIP(host) != nil || len(validation.IsDNS1123Subdomain(strings.ToLower(host))) == 0
}

func isPort(port string) bool {
	number, err := strconv.Atoi(port)
	return err == nil && len(validation.IsValidPortNum(number)) == 0
}

// Origin is the form in which a URL is compared and handed on: lower case, no slash at the end.
func Origin(value string) string {
	u, err := url.Parse(value)
	if err != nil || u.Host == "" {
		return strings.TrimSuffix(value, "/")
	}
	return strings.ToLower(u.Scheme + "://" + u.Host)
}

// WildcardHost covers the sessions of a connect URL: they are siblings of its host, not children.
func WildcardHost(connectURL string) string {
	_, parent, _ := strings.Cut(hostOf(connectURL), ".")
	return "*." + parent
}

// SameRootDomain demands that connect host and Platform share the domain that cookies can be set for, and that the
// wildcard host of the sessions stays within it.
func SameRootDomain(path *field.Path, connectURL, platformURL string) field.ErrorList {
	connect, platform := hostOf(connectURL), hostOf(platformURL)
	root, err := publicsuffix.EffectiveTLDPlusOne(platform)
	if err != nil {
		return invalid(path, connectURL, "cannot share a domain with "+platformURL+
			`, whose host has none; both need a DNS name such as "connect.example.com"`)
	}
	example := `such as "https://connect.` + root + `"`
	switch {
	case connect == platform:
		return invalid(path, connectURL, "must have another host than platformUrl, "+example)
	case !strings.HasSuffix(connect, "."+root):
		return invalid(path, connectURL, "must be under the Platform's domain "+root+", "+example)
	}
	return nil
}

func hostOf(value string) string {
	u, err := url.Parse(value)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// IngressHost accepts a DNS name, also one that begins with "*.".
func IngressHost(path *field.Path, value string) field.ErrorList {
	host := strings.TrimPrefix(value, "*.")
	if hasPlaceholder(value) || len(validation.IsDNS1123Subdomain(host)) > 0 {
		return invalid(path, value, `must be a DNS name, as a rule with a wildcard, such as "*.example.com"`)
	}
	return nil
}

// HostCovers demands that requests to the connect host and to its siblings match the host of the Ingress. A wildcard
// of Kubernetes stands for exactly one label.
func HostCovers(path *field.Path, host, connectURL string) field.ErrorList {
	if want := WildcardHost(connectURL); host != want {
		return invalid(path, host, "must cover "+hostOf(connectURL)+" and the sessions beside it, as "+
			strconv.Quote(want)+" does")
	}
	return nil
}
