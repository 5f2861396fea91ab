package doctor

import (
	"fmt"
	"slices"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// ofClients are versions of the session client that no proxy or server has: the lines are apart, though their numbers look alike.
var ofClients = []string{"0.8.4", "0.8.5", "0.12.1", "0.15.0"}

func versions(i *installation) (all []Finding) {
	tags := map[*unit]string{}
	for _, u := range i.studios() {
		tags[u] = platform.Tag(u.container.Image)
		if slices.Contains(ofClients, tags[u]) {
			all = append(all, problem(17,
				fmt.Sprintf("%s has image %s, and %s is a version of the session client, not of proxy and server", u, u.container.Image,
					tags[u]),
				"take "+i.found.Release.Studios+", which belongs to Platform "+i.found.Version))
		}
	}
	if len(all) > 0 {
		return all
	}
	for _, u := range i.studios() {
		other := map[string]string{"proxy": "server", "server": "proxy"}[u.role]
		if platform.Repository(u.container.Image) == other {
			all = append(all, problem(17, fmt.Sprintf("%s is the %s, and has image %s", u, u.role, u.container.Image),
				"take the image of the "+u.role))
		}
		if isOld := platform.IsOlder(tags[u], i.found.Release.Studios); isOld && i.found.Release.Refused == "" && !isOfMinor(tags[u],
			i.found.Release.Studios) {
			all = append(all, warning(17, fmt.Sprintf("%s has version %s, and Platform %s is shipped with %s", u, tags[u],
				i.found.Version, i.found.Release.Studios), "take that"))
		}
	}
	if i.server != nil && len(all) == 0 && tags[i.proxy] != tags[i.server] && tags[i.proxy] != "" && tags[i.server] != "" {
		all = append(all, warning(17, fmt.Sprintf("the proxy has version %s, and the server %s", tags[i.proxy], tags[i.server]),
			"give both the same"))
	}
	return all
}

// isOfMinor tells that a version differs from another in its patch only.
func isOfMinor(version, of string) bool {
	major, minor, isVersion := platform.Minor(version)
	ofMajor, ofMinor, _ := platform.Minor(of)
	return !isVersion || major == ofMajor && minor == ofMinor
}

func replicas(i *installation) []Finding {
	if i.server != nil && i.server.replicas() < 2 {
		return []Finding{warning(28, fmt.Sprintf("%s has %d pod: whenever it is restarted, every session is cut", i.server,
			i.server.replicas()), "give it two")}
	}
	return nil
}

func (u *unit) replicas() int {
	if u.workload.Spec.Replicas == nil {
		return 1
	}
	return *u.workload.Spec.Replicas
}

func architecture(i *installation) (all []Finding) {
	for _, u := range i.studios() {
		const label, has = "kubernetes.io/arch", "amd64"
		if arch := u.workload.Spec.Template.Spec.NodeSelector[label]; arch != "" && arch != has {
			all = append(all, problem(19, fmt.Sprintf("%s asks for nodes of %s, and Seqera's images are for %s", u, arch, has),
				"set its nodeSelector "+label+" to "+has))
		}
	}
	return all
}
