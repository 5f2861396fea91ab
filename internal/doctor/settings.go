package doctor

import (
	"fmt"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// settings finds those that were written into a ConfigMap which the backend does not read.
func settings(i *installation) (all []Finding) {
	if i.value(i.backend, connectURL).isSet {
		return nil
	}
	for _, c := range i.ConfigMaps {
		if _, has := c.Data[connectURL]; has {
			all = append(all, problem(22, fmt.Sprintf("%s stands in ConfigMap %q%s, which %s does not read", connectURL, c.Metadata.Name,
				c.Metadata.by(connectURL), i.backend), fmt.Sprintf("write Studios' settings into ConfigMap %q, and restart backend and cron",
				i.found.ConfigMap)))
		}
	}
	return all
}

// isElsewhere tells that settings has told why the backend lacks a variable.
func (i *installation) isElsewhere() bool { return len(settings(i)) > 0 }

// references finds ConfigMaps and Secrets that are not there, without which pods cannot start.
func references(i *installation) (all []Finding) {
	seen := map[string]bool{}
	miss := func(u *unit, row int, kind, name, do string) {
		if !seen[kind+name] {
			all = append(all, problem(row, fmt.Sprintf("%s reads %s, which is not in namespace %q", u, quoted(kind, name), i.Namespace),
				do))
		}
		seen[kind+name] = true
	}
	for _, u := range i.units() {
		configMaps, secrets := u.needed()
		for _, name := range configMaps {
			if i.configMap(name) == nil {
				miss(u, 22, "ConfigMap", name, "make it, or name the one that is there")
			}
		}
		for _, name := range secrets {
			if contains(i.Absent, name) {
				miss(u, 4, "Secret", name, "make it here: a Secret of another namespace is not seen")
			}
		}
	}
	return all
}

// needed are the objects without which the container does not start.
func (u *unit) needed() (configMaps, secrets []string) {
	add := func(configMap, secret *KeyRef) {
		if configMap != nil && !configMap.Optional {
			configMaps = append(configMaps, configMap.Name)
		}
		if secret != nil && !secret.Optional {
			secrets = append(secrets, secret.Name)
		}
	}
	for _, e := range u.container.EnvFrom {
		add(e.ConfigMapRef, e.SecretRef)
	}
	for _, e := range u.container.Env {
		if e.ValueFrom != nil {
			add(e.ValueFrom.ConfigMapKeyRef, e.ValueFrom.SecretKeyRef)
		}
	}
	for _, s := range u.mounted() {
		if s.configMap != "" && !s.Optional {
			configMaps = append(configMaps, s.configMap)
		}
		if s.secret != "" && !s.Optional {
			secrets = append(secrets, s.secret)
		}
	}
	return configMaps, secrets
}

func registrationToken(i *installation) []Finding {
	proxy, backend := i.value(i.proxy, proxyToken), i.value(i.backend, platform.Token)
	const do = "give both the same token, such as \"openssl rand -hex 16\" prints, and restart both"
	differ := fmt.Sprintf("proxy and Platform have different registration tokens: %s has it from %s, %s from %s", i.proxy,
		proxy.where, i.backend, backend.where)
	switch {
	case i.isElsewhere(), contains(i.Absent, proxy.secret.Name), contains(i.Absent, backend.secret.Name): // told already
		return nil
	case !backend.isSet && backend.lacks != nil:
		return []Finding{cannot(backend.lacks)}
	case !proxy.isSet && proxy.lacks != nil:
		return []Finding{cannot(proxy.lacks)}
	case !backend.isSet:
		return []Finding{problem(1, fmt.Sprintf("%s has no %s, so it knows no token of the proxy's", i.backend, platform.Token), do)}
	case !proxy.isSet:
		return []Finding{problem(1, fmt.Sprintf("%s has no %s", i.proxy, proxyToken), do)}
	case backend.isPlaceholder():
		return []Finding{problem(1, fmt.Sprintf("the registration token in %s is still a placeholder", backend.where), do)}
	case proxy.isPlaceholder():
		return []Finding{problem(1, fmt.Sprintf("the registration token in %s is still a placeholder", proxy.where), do)}
	case proxy.secret.Name != "" && proxy.secret == backend.secret:
		return nil
	case !proxy.isKnown:
		return []Finding{cannot(proxy.lacks)}
	case !backend.isKnown:
		return []Finding{cannot(backend.lacks)}
	case proxy.text != backend.text && strings.TrimSpace(proxy.text) == strings.TrimSpace(backend.text):
		return []Finding{problem(1, differ+": one ends in white space, as a file does", do)}
	case proxy.text != backend.text:
		return []Finding{problem(1, differ, do)}
	}
	return nil
}

func explorer(i *installation) []Finding {
	v := i.value(i.backend, dataExplorer)
	switch {
	case !v.isSet && v.lacks != nil && platform.IsOlder(i.found.Version, allowedByDefault):
		return []Finding{cannot(v.lacks)}
	case v.isSet && v.isKnown && strings.EqualFold(v.text, "false"):
		return []Finding{warning(27, fmt.Sprintf("Data Explorer is off, by %s in %s: sessions cannot mount data", dataExplorer,
			v.where), `set it to "true"`)}
	case !v.isSet && platform.IsOlder(i.found.Version, allowedByDefault):
		return []Finding{warning(27,
			fmt.Sprintf("Data Explorer is off, as it is before Platform %s where %s is not set: sessions cannot mount data",
				allowedByDefault, dataExplorer), `set it to "true" in ConfigMap "`+i.found.ConfigMap+`"`)}
	}
	return nil
}

// allowedByDefault is the Platform from which on Studios and Data Explorer are on by default, and cron needs the key.
const allowedByDefault = "26.1"
