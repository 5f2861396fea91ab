package policy

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Problems are why the proxy does not start with a document, or counts everybody as one. Only a proxy that is told which addresses
// to trust can tell clients apart by theirs.
func Problems(text string, trustsProxies bool) (all []string) {
	var read document
	if err := json.Unmarshal([]byte(text), &read); err != nil {
		return []string{"is no JSON of buckets: " + err.Error()}
	}
	var names []string
	for _, b := range read.Buckets {
		if slices.Contains(names, b.Name) {
			all = append(all, fmt.Sprintf("has two buckets called %q", b.Name))
		}
		names = append(names, b.Name)
		all = append(all, b.problems(trustsProxies)...)
	}
	return all
}

var sourceTypes = []string{"header", "jwt", "permissions", "client_ip"}

func (b bucket) problems(trustsProxies bool) (all []string) {
	var protocols []string
	for _, e := range b.Extractors {
		switch {
		case !slices.Contains(sourceTypes, e.Source.Type):
			all = append(all, fmt.Sprintf("bucket %q has a source of the unknown type %q", b.Name, e.Source.Type))
		case e.Source.Type == "client_ip" && !trustsProxies:
			all = append(all, fmt.Sprintf("bucket %q goes by addresses of clients, and all have that of the load balancer: "+
				"CONNECT_TRUSTED_PROXY_CIDRS is not set", b.Name))
		}
		protocols = append(protocols, e.Protocol)
	}
	slices.Sort(protocols)
	if kinds := slices.Compact(slices.Clone(protocols)); len(kinds) < len(protocols) || len(kinds) > 1 && slices.Contains(kinds, "any") {
		all = append(all, fmt.Sprintf("bucket %q tells users apart in two ways for one protocol", b.Name))
	}
	return all
}
