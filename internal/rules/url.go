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

const (
	urlNeed = `an https URL with a host and without a path, such as "https://connect.example.com"`
	urlRule = "must be " + urlNeed
)

// HTTPSURL accepts https://host[:port], with or without a slash at the end.
var HTTPSURL = Rule[string]{urlNeed, httpsURL}

func httpsURL(path *field.Path, value string) field.ErrorList {
	if hasPlaceholder(value) {
		return invalid(path, withoutUser(value), "still holds a placeholder; "+urlRule)
	}
	u, err := url.Parse(value)
	switch {
	case err != nil, u.Scheme != "https", u.User != nil, u.RawQuery != "", u.ForceQuery,
		u.Fragment != "", strings.Contains(value, "#"), strings.TrimSuffix(u.Path, "/") != "":
		return invalid(path, withoutUser(value), urlRule)
	case net.ParseIP(u.Hostname()) != nil:
		return invalid(path, value, "must have a DNS name, not an IP address; "+urlRule)
	case !isDNSName(strings.ToLower(u.Hostname())), !isPort(u.Port()) && u.Port() != "", strings.HasSuffix(u.Host, ":"):
		return invalid(path, value, urlRule)
	}
	return nil
}

// hasPlaceholder knows the forms of Seqera's templates. They write YOUR- in capitals; in small letters it is part of
// real names, such as your-server.de.
func hasPlaceholder(value string) bool {
	return strings.ContainsAny(value, "<>{}") || strings.Contains(value, "YOUR-") || strings.Contains(value, "YOUR_")
}

// isDNSName excludes what ends in a number: clients read it as an IPv4 address, a mistyped one perhaps.
func isDNSName(host string) bool {
	last := host[strings.LastIndex(host, ".")+1:]
	return len(validation.IsDNS1123Subdomain(host)) == 0 && strings.Trim(last, "0123456789") != ""
}

func isPort(port string) bool {
	number, err := strconv.Atoi(port)
	return err == nil && strconv.Itoa(number) == port && len(validation.IsValidPortNum(number)) == 0
}

// Origin is the form in which a URL is compared and handed on: lower case, no slash at the end, no port that goes without
// saying.
func Origin(value string) string {
	u, err := url.Parse(value)
	if err != nil || u.Host == "" {
		return strings.TrimSuffix(value, "/")
	}
	return strings.TrimSuffix(strings.ToLower(u.Scheme+"://"+u.Host), ":443")
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
	root := registrable(platform)
	if root == "" {
		return invalid(path, connectURL, "cannot share a domain with "+platformURL+
			`, whose host has none; both need a DNS name such as "connect.example.com"`)
	}
	example := `such as "https://connect.` + root + `"`
	switch {
	case connect == platform:
		return invalid(path, connectURL, "must have another host than platformUrl, "+example)
	case connect == root, registrable(connect) != root:
		return invalid(path, connectURL, "must be under the Platform's domain "+root+", "+example)
	}
	return nil
}

// registrable is the part of a host that can be bought, one label more than its public suffix; empty if it has none.
// Where the list knows no suffix, as for .local and .internal, these are the last two labels.
func registrable(host string) string {
	root, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return root
}

func hostOf(value string) string {
	u, err := url.Parse(value)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// HostOf is the host of a URL, in lower case.
func HostOf(url string) string { return hostOf(url) }

// IngressHost accepts a DNS name, also one that begins with "*.".
var IngressHost = that(`a DNS name, as a rule with a wildcard, such as "*.example.com"`, func(value string) bool {
	return isDNSName(strings.TrimPrefix(value, "*."))
})

// HostCovers demands a wildcard above the connect host, so that its sessions, which are siblings of it, match as well. A
// wildcard of Kubernetes stands for one label; that of an ALB stands for several, so one further up may be meant.
func HostCovers(path *field.Path, host, connectURL string) field.ErrorList {
	parent, isWildcard := strings.CutPrefix(host, "*")
	isWithin := registrable(strings.TrimPrefix(parent, ".")) != "" // "*.com" would be everybody's
	if !isWildcard || !isWithin || !strings.HasSuffix(hostOf(connectURL), parent) {
		return invalid(path, host, "must cover "+hostOf(connectURL)+" and the sessions beside it, as "+
			strconv.Quote(WildcardHost(connectURL))+" does")
	}
	return nil
}

// IsHostOf tells whether a host is that of a URL.
func IsHostOf(host, address string) bool { return strings.EqualFold(host, hostOf(address)) }

// HTTPSLink accepts an https URL with whatever path and query, and no password.
var HTTPSLink = Rule[string]{`an https URL, such as "https://example.com/features.json"`, func(path *field.Path, value string) field.ErrorList {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" || u.User != nil || !isDNSName(strings.ToLower(u.Hostname())) || hasPlaceholder(value) {
		return invalid(path, withoutUser(value), `must be an https URL without user and password, such as "https://example.com/features.json"`)
	}
	return nil
}}
