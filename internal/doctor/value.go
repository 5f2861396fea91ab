package doctor

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// Variables of Studios' own pods and of the Platform's.
const (
	proxyToken   = "CONNECT_OIDC_CLIENT_REGISTRATION_TOKEN"
	tunnelURL    = "CONNECT_TUNNEL_URL"
	tunnelPort   = "CONNECT_TUNNEL_PORT"
	listenerPort = "CONNECT_LISTENER_PORT"
	hostDomain   = "CONNECT_HOST_DOMAIN"
	httpPort     = "CONNECT_HTTP_PORT"
	proxyURL     = "CONNECT_PROXY_URL"
	platformURL  = "PLATFORM_URL"

	connectURL   = platform.Family + "CONNECT_URL"
	serverURL    = "TOWER_SERVER_URL"
	dataExplorer = "TOWER_DATA_EXPLORER_ENABLED"
	pathRouting  = platform.Family + "ENABLE_PATH_ROUTING"
)

// secretsOf are the variables that a check compares; no other Secret of an environment is looked at.
var secretsOf = []string{proxyToken, platform.Token, "CONNECT_SSH_KEY_VALUE_BASE64", "CONNECT_REDIS_PASSWORD",
	"CONNECT_POLICY_B64"}

// value is what a container gets, or what a file holds.
type value struct {
	text           string
	isSet, isKnown bool
	where          string // in words, with who has set it last
	secret         platform.SecretKey
	lacks          *rights.Right // what it takes to know it, or whether it is set
}

// isUnseen tells of what is set, or may be, to what cannot be seen.
func (v value) isUnseen() bool { return !v.isKnown && (v.isSet || v.lacks != nil) }

// value is a variable of a unit. It is not set where there is no such unit.
func (i *installation) value(u *unit, name string) value {
	if u == nil {
		return value{}
	}
	is := i.told.Effective(u.as, name)
	switch {
	case is.Where == "":
		return value{lacks: i.unread(u)}
	case is.Secret != "":
		return i.fromSecret(is.Secret, is.Key)
	case is.ConfigMap != "":
		return value{text: is.Value, isSet: true, isKnown: is.IsKnown, where: is.Where + i.configMap(is.ConfigMap).Metadata.by(name)}
	}
	return value{text: is.Value, isSet: true, isKnown: is.IsKnown, where: "the env of " + u.String()}
}

// unread is the right to a Secret of variables that may hold any.
func (i *installation) unread(u *unit) *rights.Right {
	for _, s := range u.as.EnvFrom {
		if right := i.lacks("secrets", "get", s.Secret); s.Secret != "" && right != nil {
			return right
		}
	}
	return nil
}

// fromSecret is empty of a key that is not there.
func (i *installation) fromSecret(name, key string) value {
	v := value{isSet: true, where: quoted("Secret", name), secret: platform.SecretKey{Name: name, Key: key}}
	from := i.secret(name)
	if from == nil {
		v.lacks = i.lacks("secrets", "get", name)
		v.isSet = v.lacks != nil || !slices.Contains(i.Absent, name)
		return v
	}
	data, isThere := from.Data[key]
	v.text, v.isSet, v.isKnown = string(data), isThere, isThere
	v.where += from.Metadata.by(key)
	return v
}

// or is the value that counts where nothing is set.
func (v value) or(usual string) string {
	if v.isSet && v.text != "" {
		return v.text
	}
	return usual
}

// decoded is what base64 stands for.
func (v value) decoded() value {
	if data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(v.text)); err == nil {
		v.text = string(data)
	}
	return v
}

// isPlaceholder tells of what Seqera's templates hold before anybody has filled them in.
func (v value) isPlaceholder() bool { return strings.ContainsAny(v.text, "<>") }

// data are the keys that somebody holds.
func (m Managed) data() (keys []string) {
	data, _ := m.FieldsV1["f:data"].(map[string]any)
	for field := range data {
		if key, isKey := strings.CutPrefix(field, "f:"); isKey {
			keys = append(keys, key)
		}
	}
	return keys
}

// holder is who has set a key of data last; nil where the API server does not tell.
func (m Meta) holder(key string) (last *Managed) {
	for at, managed := range m.ManagedFields {
		if slices.Contains(managed.data(), key) && (last == nil || managed.Time.After(last.Time)) {
			last = &m.ManagedFields[at]
		}
	}
	return last
}

// by tells in words who has set a key, and when.
func (m Meta) by(key string) string {
	if of := m.holder(key); of != nil {
		return fmt.Sprintf(" (set by %s, %s)", of.Manager, of.Time.UTC().Format(time.RFC3339))
	}
	return ""
}

// changed is when the data were last written, of a key or of any.
func (m Meta) changed(key string) (last *Managed) {
	if key != "" {
		return m.holder(key)
	}
	for at, managed := range m.ManagedFields {
		if _, holds := managed.FieldsV1["f:data"]; holds && (last == nil || managed.Time.After(last.Time)) {
			last = &m.ManagedFields[at]
		}
	}
	return last
}

func quoted(kind, name string) string { return fmt.Sprintf("%s %q", kind, name) }
