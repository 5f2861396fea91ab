package doctor

import (
	"fmt"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/oidcpem"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

const mountKey = "mount the Secret with the key there, and set " + platform.PemPath + " to the path of the file"

// signingKey demands one good key for both: the backend signs with it, and from 26.1 on cron does.
func signingKey(i *installation) (all []Finding) {
	backend, found := i.keyOf(i.backend, 3)
	all = append(all, found...)
	if needsKey := !platform.IsOlder(i.found.Version, allowedByDefault); needsKey || i.value(i.cron, platform.PemPath).isSet {
		cron, found := i.keyOf(i.cron, 5)
		all = append(all, found...)
		if len(all) == 0 && (cron.secret != backend.secret || cron.key != backend.key || cron.configMap != backend.configMap) {
			all = append(all, problem(5, fmt.Sprintf("%s has another signing key than %s: %s, not %s", i.cron, i.backend, cron, backend),
				"mount the same in both"))
		}
	}
	if len(all) > 0 || backend == (file{}) || contains(i.Absent, backend.secret) {
		return all
	}
	key := i.content(backend)
	switch {
	case key.isSet && !key.isKnown:
		return []Finding{cannot(key.lacks)}
	case !key.isSet:
		return []Finding{problem(3, fmt.Sprintf("%s has no key %q, where the Platform looks for its signing key", quoted("Secret",
			backend.secret), backend.key), "put the PEM file under that key")}
	}
	for _, p := range oidcpem.Rule.Check(field.NewPath("key"), key.text) {
		all = append(all, problem(3, fmt.Sprintf("the signing key in %s, key %q: %s", key.where, backend.key, p.Detail),
			"make a new pair by openssl genrsa and openssl rsa -pubout, put the private half first, and restart backend, cron and proxy"))
	}
	return all
}

// keyOf is where a container has its key.
func (i *installation) keyOf(u *unit, row int) (file, []Finding) {
	path := i.value(u, platform.PemPath)
	if path.isUnseen() {
		return file{}, []Finding{cannot(path.lacks)}
	}
	if !path.isSet || path.text == "" {
		return file{}, []Finding{problem(row, fmt.Sprintf("%s has no %s, so it has no signing key", u, platform.PemPath), mountKey)}
	}
	at := i.fileAt(u, path.text)
	if !at.isMounted {
		return file{}, []Finding{problem(row, fmt.Sprintf("%s looks for its signing key at %s, and nothing is mounted there", u,
			path.text), mountKey)}
	}
	return at, nil
}

func (f file) String() string {
	switch {
	case f.secret != "":
		return fmt.Sprintf("Secret %q, key %q", f.secret, f.key)
	case f.configMap != "":
		return fmt.Sprintf("ConfigMap %q, key %q", f.configMap, f.key)
	}
	return "a volume of another kind"
}
