package platform

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

const keyPath = "oidc.existingKeySecret"

// signingKey finds a key that the Platform has of its own.
func (c *check) signingKey() {
	deployment, backend := c.workload(Backend)
	at := c.Effective(backend, PemPath)
	secret, isMounted := deployment.secretAt(backend, at.Value, c.want.KeyVolume)
	isOwners := at.Value != c.want.KeyFile && (isMounted || at.Where == "its own env")
	_, isHeld := deployment.PodAnnotations[c.want.KeyMark]
	switch want := c.want.KeySecret; {
	case c.want.IsOpen[keyPath]:
	case isOwners && isHeld && at.Where == "its own env":
		c.problem(field.ErrorTypeForbidden, keyPath, nil, "container %q of Deployment %q has %s as %s, where Studios has set its own, and taking that away would "+
			"take the owner's value too: take it out of the Deployment, give the Secret here, run pulumi up, and put it in again then",
			backend.Name, deployment.Name, PemPath, at.Value)
	case want == "" && !isOwners:
	case want == "" && secret == "":
		c.problem(field.ErrorTypeRequired, keyPath, nil, "the Platform has a signing key of its own, at %s, which is in no Secret: put it into one and give it, "+
			"or take %s out of container %q of Deployment %q", at.Value, PemPath, backend.Name, deployment.Name)
	case want == "":
		c.problem(field.ErrorTypeRequired, keyPath, nil, "the Platform has a signing key of its own, at %s; give the Secret it is in:%s",
			at.Value, lines(keyPath, []string{secret}))
	case !isOwners:
		c.problem(field.ErrorTypeInvalid, keyPath, want, "must be mounted by container %q of Deployment %q where %s points to, "+
			"and there is no Secret; leave this out for a key of Studios' own", backend.Name, deployment.Name, PemPath)
	case secret != "" && secret != want:
		c.problem(field.ErrorTypeInvalid, keyPath, want, "is not where the Platform has its key from; that is:%s", lines(keyPath, []string{secret}))
	case c.SecretsUnseen:
	case c.Secret(want) == nil:
		c.problem(field.ErrorTypeNotFound, keyPath, want, "must be a Secret in the namespace of the Platform")
	}
}

// secretAt is the Secret in which a container sees a file, and whether it sees it at all, but for Studios' own volume. A volume
// of another kind is no Secret.
func (d *Deployment) secretAt(c *Container, file, ownVolume string) (secret string, isMounted bool) {
	longest := 0
	for _, mount := range c.Mounts {
		if !mount.has(file) || mount.Volume == ownVolume || len(mount.Path) <= longest {
			continue
		}
		longest, isMounted, secret = len(mount.Path), true, ""
		if volume := one(d.Volumes, func(v Volume) bool { return v.Name == mount.Volume && v.Secret != "" }); volume != nil {
			secret = volume.Secret
		}
	}
	return secret, isMounted
}

func (m Mount) has(file string) bool {
	return m.Path == file || strings.HasPrefix(file, strings.TrimSuffix(m.Path, "/")+"/")
}

// token finds a registration token that the Platform has from a Secret of its own.
func (c *check) token() {
	const path = "oidc.existingTokenSecret"
	if c.want.IsOpen[path] {
		return
	}
	deployment, backend := c.workload(Backend)
	is := c.Effective(backend, Token)
	has, want := SecretKey{is.Secret, is.Key}, c.want.TokenSecret
	switch secret := c.Secret(want.Name); {
	case has == SecretKey{} && want == SecretKey{}:
	case want == SecretKey{}:
		c.problem(field.ErrorTypeRequired, path, nil, "container %q of Deployment %q has a registration token from a Secret; give it:%s%s",
			backend.Name, deployment.Name, lines(path+".name", []string{has.Name}), lines(path+".key", []string{has.Key}))
	case has != want:
		c.problem(field.ErrorTypeInvalid, path, want.Name+"/"+want.Key, "must be what container %q of Deployment %q has %s from, which is %q; "+
			"leave this out for a token of Studios' own", backend.Name, deployment.Name, Token, has.Name+"/"+has.Key)
	case c.SecretsUnseen:
	case secret == nil:
		c.problem(field.ErrorTypeNotFound, path+".name", want.Name, "must be a Secret in the namespace of the Platform")
	case !slices.Contains(secret.Keys, want.Key):
		c.problem(field.ErrorTypeNotFound, path+".key", want.Key, "must be a key of Secret %q; it has: %s", want.Name, list(secret.Keys))
	}
}

// authority finds a certificate authority that the Platform has of its own. It takes one, and ours in its place would be his until
// a destroy, which cannot give his back.
func (c *check) authority() {
	if c.want.AuthorityFile == "" {
		return
	}
	for _, role := range []string{Cron, Backend} {
		deployment, container := c.workload(role)
		if is := c.Effective(container, Authority); is.Where != "" && is.Value != c.want.AuthorityFile {
			c.problem(field.ErrorTypeForbidden, "certificateAuthority", nil, "container %q of Deployment %q has %s from %s already: "+
				"leave this out, or take it out there", container.Name, deployment.Name, Authority, is.Where)
		}
	}
}
