package rights

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Settings are those of a stack as texts, by their paths, such as "oidc.secretName" and "ingress.tlsSecretNames[0]".
type Settings map[string]string

// Add adds what is set at a path: a text, or all texts of an object or a list.
func (s Settings) Add(path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, entry := range value {
			s.Add(strings.TrimPrefix(path+"."+name, "."), entry)
		}
	case []any:
		for i, entry := range value {
			s.Add(fmt.Sprintf("%s[%d]", path, i), entry)
		}
	case nil:
	default:
		s[path] = fmt.Sprint(value)
	}
}

// The names of Studios' own objects have the component's defaults.
func (s Settings) keySecret() string   { return s.or("oidc.secretName", "platform-oidc-certs") }
func (s Settings) tokenSecret() string { return s.or("oidc.tokenSecretName", "connect-credentials") }
func (s Settings) proxy() string       { return s.or("proxy.name", "connect-proxy") }
func (s Settings) server() string      { return s.or("server.name", "connect-server") }
func (s Settings) ingress() string     { return s.or("ingress.name", "connect-ingress") }

func (s Settings) ownServices() []string {
	all := []string{s.proxy(), s.server()}
	if s.is("ssh.enabled") {
		all = append(all, s.or("ssh.service.name", "connect-ssh"))
	}
	return all
}

// OwnSecrets are those that Studios makes.
func (s Settings) OwnSecrets() []string {
	all := []string{s.keySecret(), s.tokenSecret()}
	if s.is("ssh.enabled") && s["ssh.existingKeySecret.name"] == "" {
		all = append(all, s.or("ssh.secretName", "connect-ssh"))
	}
	return all
}

// readSecrets are those that settings name and that are somebody else's. With one of imagePullSecrets the Platform's own pods
// pull their images, as a rule, and then it is not looked at.
func (s Settings) readSecrets() []string {
	all := []string{
		s["oidc.existingKeySecret"], s["oidc.existingTokenSecret.name"], s["redis.existingPasswordSecret.name"],
		s["redis.clientCertificate.secretName"], s["ingress.tlsSecretName"], s["certificate.secretName"], s["certificateAuthority.secretName"],
		s["metrics.authKeySecret.name"],
	}
	if s.is("ssh.enabled") {
		all = append(all, s["ssh.existingKeySecret.name"])
	}
	all = append(all, s.list("ingress.tlsSecretNames")...)
	for path, value := range s {
		if strings.Contains(path, ".pod.extraEnvFrom[") && strings.HasSuffix(path, ".secretRef.name") {
			all = append(all, value)
		}
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(name string) bool { return name == "" })
}

func (s Settings) or(path, usual string) string { return cmp.Or(s[path], usual) }
func (s Settings) is(path string) bool          { return s[path] == "true" }

// list are the values of a setting that has several, or of all that are below it.
func (s Settings) list(path string) (all []string) {
	for _, at := range slices.Sorted(maps.Keys(s)) {
		if rest, isBelow := strings.CutPrefix(at, path); isBelow && strings.IndexAny(rest, ".[") == 0 {
			all = append(all, s[at])
		}
	}
	return all
}
