package doctor

import (
	"fmt"
	"net"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// meeting is what proxy and server have to have alike, with what counts where it is not set.
var meeting = []struct{ name, usual string }{
	{"CONNECT_REDIS_ADDRESS", "redis:6379"}, {"CONNECT_REDIS_DB", "0"}, {"CONNECT_REDIS_PREFIX", "connect:session"},
	{"CONNECT_REDIS_USER", ""}, {"CONNECT_REDIS_PASSWORD", ""}, {"CONNECT_REDIS_TLS_ENABLE", "false"},
}

func redis(i *installation) (all []Finding) {
	all = i.addresses()
	if i.server == nil || len(all) > 0 {
		return all
	}
	for _, m := range meeting {
		proxy, server := i.value(i.proxy, m.name), i.value(i.server, m.name)
		isSame := proxy.secret.Name != "" && proxy.secret == server.secret
		switch {
		case isSame, proxy.isKnown && server.isKnown && strings.EqualFold(proxy.text, server.text):
		case proxy.isSet && !proxy.isKnown:
			all = append(all, cannot(proxy.lacks))
		case server.isSet && !server.isKnown:
			all = append(all, cannot(server.lacks))
		case proxy.or(m.usual) != server.or(m.usual):
			all = append(all, problem(14, fmt.Sprintf("proxy and server meet in Redis, and have another %s: %s, %s", m.name, shown(m.name,
				proxy, m.usual), shown(m.name, server, m.usual)),
				"give both the same"))
		}
	}
	return all
}

// addresses finds those that the proxy's client does not take.
func (i *installation) addresses() (all []Finding) {
	const name = "CONNECT_REDIS_ADDRESS"
	for _, u := range i.studios() {
		v := i.value(u, name)
		if !v.isKnown {
			continue
		}
		for _, p := range rules.RedisAddress.Check(field.NewPath(name), v.text) {
			all = append(all, problem(14, fmt.Sprintf("%s of %s, from %s: %s", name, u, v.where, p.Detail), "write host:port"))
		}
		if _, _, err := net.SplitHostPort(v.text); err != nil && len(all) == 0 {
			all = append(all, problem(14, fmt.Sprintf("%s of %s, from %s, has no port", name, u, v.where),
				"write "+rules.RedisEndpoint(v.text)))
		}
	}
	return all
}

func shown(name string, v value, usual string) string {
	switch {
	case name == "CONNECT_REDIS_PASSWORD" && v.isSet:
		return "one from " + v.where
	case v.isSet && v.text != "":
		return fmt.Sprintf("%q from %s", v.text, v.where)
	case usual == "":
		return "none"
	}
	return fmt.Sprintf("%q, for it is not set", usual)
}
