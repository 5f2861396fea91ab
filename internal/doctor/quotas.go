package doctor

import (
	"fmt"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/policy"
)

const inEnvironment, inFile = "CONNECT_POLICY_B64", "CONNECT_POLICY_FILE"

// quotas reads the policy as the proxy does, once when it starts.
func quotas(i *installation) (all []Finding) {
	text, path := i.value(i.proxy, inEnvironment), i.value(i.proxy, inFile)
	document, where := text.decoded(), text.where
	switch {
	case text.isSet && path.isSet:
		return []Finding{problem(31, fmt.Sprintf("%s has both %s and %s, and does not start with both", i.proxy, inEnvironment,
			inFile), "take one out")}
	case !text.isSet && !path.isSet:
		return nil
	case path.isSet:
		at := i.fileAt(i.proxy, path.text)
		if !at.isMounted {
			return []Finding{problem(31, fmt.Sprintf("%s looks for its policy of quotas at %s, and nothing is mounted there", i.proxy,
				path.text), "mount it there")}
		}
		document, where = i.content(at), at.String()
	}
	if !document.isKnown {
		return []Finding{cannot(document.lacks)}
	}
	for _, p := range policy.Problems(document.text, i.value(i.proxy, "CONNECT_TRUSTED_PROXY_CIDRS").isSet) {
		all = append(all, problem(31, fmt.Sprintf("the policy of quotas in %s %s", where, p), "mend it, and restart the proxy"))
	}
	return all
}
