//go:build testbed && long

package stories

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// furnished is what alternatives need beside a Platform.
type furnished struct {
	version     string // given as that of the Platform; empty for the sample's own
	certificate string // of the wildcard host
	fingerprint string // of the key in Secret host-key
	nodePort    string // one for each stack: the stories share the nodes
	proxyPort   string // another one
}

// furnish makes what arguments can name. Every other seed has a Platform that says it is a newer one: the sample is too old for
// a third of the arguments.
func (s *story) furnish(seed uint64) furnished {
	s.Helper()
	certificate, key := s.certificate(365, "*.example.com")
	host, fingerprint := s.sshKey()
	f := furnished{certificate: certificate, fingerprint: fingerprint, nodePort: strconv.FormatUint(30000+seed%80, 10), proxyPort: strconv.FormatUint(30100+seed%80, 10)}
	s.kubectl("create", "secret", "tls", "wildcard-certificate", "--cert="+s.file(certificate), "--key="+s.file(key))
	s.kubectl("create", "secret", "generic", "host-key", "--from-file=key="+s.file(host), "--from-file=other="+s.file(host))
	s.kubectl("create", "secret", "generic", "redis", "--from-literal=password=canary-redis", "--from-literal=other=canary-other")
	s.kubectl("create", "secret", "generic", "redis-client", "--from-literal=tls.crt=x", "--from-literal=tls.key=canary",
		"--from-literal=client.crt=y", "--from-literal=client.key=canary-client")
	s.kubectl("create", "serviceaccount", "theirs")
	if seed%2 == 0 {
		f.version = "26.2"
		s.set("platform.version", f.version)
		s.set("ssh.enabled", "true") // without which the rest of it does nothing
	}
	return f
}

// tooNew are the versions in the minimums of arguments that the sample is too old for: Platform 25.3.4 with Connect 0.11.
var tooNew = regexp.MustCompile(`Platform 26\.|Connect 0\.12`)

// goingWith are the arguments that go with the Platform's version.
func (f furnished) goingWith(all map[string][]edit) []string {
	tooOld := map[string]bool{}
	for _, a := range component.Arguments() {
		tooOld[a.Path] = f.version == "" && tooNew.MatchString(a.Since)
	}
	var names []string
	for path := range all {
		if !slices.ContainsFunc(prefixes(path), func(path string) bool { return tooOld[path] }) {
			names = append(names, path)
		}
	}
	slices.Sort(names)
	return names
}

// versions are others of the Platform that go with the same arguments.
func (f furnished) versions() []edit {
	if f.version == "" {
		return to("platform.version", "25.3")
	}
	return always("platform.version", f.version, f.version+".1")
}
