package doctor

import (
	"fmt"
	"net"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/sshkey"
)

const sshFingerprint, sshAddress, sshPublic = platform.Family + "CONNECT_SSH_KEY_FINGERPRINT",
	platform.Family + "CONNECT_SSH_ADDRESS", platform.Family + "CONNECT_SSH_PORT"

func ssh(i *installation) (all []Finding) {
	if !i.hasSSH() {
		return nil
	}
	key, where := i.hostKey()
	if key.isUnseen() && key.lacks == nil {
		return []Finding{cannot(nil)}
	}
	if where == "" {
		if i.proxy.replicas() > 1 {
			return []Finding{problem(29, fmt.Sprintf("%s has %d pods, and each makes an SSH host key of its own", i.proxy,
				i.proxy.replicas()), "put one key into a Secret, and set CONNECT_SSH_KEY_PATH for all")}
		}
		return []Finding{warning(29, fmt.Sprintf("%s makes another SSH host key whenever it starts", i.proxy),
			"put one into a Secret, and set CONNECT_SSH_KEY_PATH")}
	}
	told := i.value(i.backend, sshFingerprint)
	switch {
	case len(sshkey.FingerprintRule.Check(field.NewPath("fingerprint"), told.text)) > 0 && (told.isKnown || !told.isSet):
		all = append(all, problem(30, fmt.Sprintf("%s is %q in the Platform, which is no fingerprint", sshFingerprint, told.text),
			`write "SHA256:" and 43 letters, as ssh-keygen -lf prints`))
	case key.isSet && !key.isKnown:
		all = append(all, cannot(key.lacks))
	case sshkey.Fingerprint(key.text) == "":
		all = append(all, problem(30, fmt.Sprintf("the SSH host key in %s is no ED25519 private key", where),
			"make one by ssh-keygen -t ed25519 -N ''"))
	case sshkey.Fingerprint(key.text) != told.text:
		all = append(all, problem(30, fmt.Sprintf("users are told the fingerprint %s, by %s, and the proxy has %s", told.text,
			told.where, sshkey.Fingerprint(key.text)), "write that of the proxy's key, and restart backend and cron"))
	}
	if address := i.value(i.backend, sshAddress); address.text != "" && len(rules.Host.Check(nil, address.text)) > 0 {
		all = append(all, problem(30, fmt.Sprintf("%s is %q in %s, and has to be a host alone", sshAddress, address.text,
			address.where), "leave scheme and port out"))
	}
	return append(all, i.sshPort()...)
}

// hostKey is the one that all pods read; where is empty for none.
func (i *installation) hostKey() (key value, where string) {
	if path := i.value(i.proxy, "CONNECT_SSH_KEY_PATH"); path.text != "" {
		switch at := i.fileAt(i.proxy, path.text); {
		case at.isElsewhere:
			return value{isSet: true}, at.String()
		case at.secret != "" || at.configMap != "":
			return i.content(at), at.String()
		}
		return value{}, ""
	}
	if given := i.value(i.proxy, "CONNECT_SSH_KEY_VALUE_BASE64"); given.isSet {
		return given.decoded(), given.where
	}
	return value{}, ""
}

// sshPort demands a Service that carries what users are told to dial.
func (i *installation) sshPort() []Finding {
	_, listens, _ := net.SplitHostPort(i.value(i.proxy, "CONNECT_SSH_ADDR").or(":2222"))
	told := i.value(i.backend, sshPublic).or("22")
	var has []string
	for _, s := range i.servicesOf(i.proxy) {
		for _, p := range s.Spec.Ports {
			if strconv.Itoa(i.proxy.container.number(p.target())) != listens {
				continue
			}
			if strconv.Itoa(p.Port) == told || s.Spec.Type != "LoadBalancer" {
				return nil // a port of nodes may be told instead, or one of what stands in front
			}
			has = append(has, fmt.Sprintf("%s on port %d", quoted("Service", s.Metadata.Name), p.Port))
		}
	}
	if len(has) == 0 {
		return []Finding{problem(30,
			fmt.Sprintf("no Service leads to port %s, on which the proxy listens for SSH; an Ingress cannot carry it", listens),
			"make a Service of type LoadBalancer for it")}
	}
	return []Finding{problem(30, fmt.Sprintf("users are told to dial port %s for SSH, and there is %s", told, strings.Join(has,
		", ")), "let "+sshPublic+" be that port")}
}
