package platform

import "strings"

// Wanted is what Studios is going to do with the Platform.
type Wanted struct {
	PlatformURL string
	// Variables are those that Studios sets in the ConfigMap, by name.
	Variables map[string]Value
	// AllowedIn is who keeps the list of allowed workspaces, and AllowsAll that every workspace shall be.
	AllowedIn string
	AllowsAll bool
	// KeyVolume and KeyFile are as what, and where, Studios mounts a key of its own; pods that have it have the annotation KeyMark.
	KeyVolume, KeyFile, KeyMark string
	// KeySecret and TokenSecret are the Platform's own, where Studios shall use those; empty where it makes its own.
	KeySecret   string
	TokenSecret SecretKey
	// AuthorityFile is where Studios mounts a certificate authority; empty where it mounts none.
	AuthorityFile string
	// IsOpen tells of those two, by their arguments, that a preview does not know them yet.
	IsOpen    map[string]bool
	Existing  map[string]SecretKey         // of somebody else's, by the argument
	Mounted   map[string]ConfigMapKey      // of somebody else's, by the argument
	Owners    []string                     // the marks under which objects are Studios' own
	Pods      map[string]map[string]string // labels of Studios' pods, by the argument group
	Objects   []Planned
	CopyFrom  string   // the Ingress to copy from
	Ingresses []string // those to choose from, where there is a choice
}

// Value is that of a variable, if it is known yet.
type Value struct {
	Text  string
	Known bool
}

// SecretKey is a key of a Secret.
type SecretKey struct{ Name, Key string }

// ConfigMapKey is a key of a ConfigMap.
type ConfigMapKey struct{ Name, Key string }

// Planned is an object that Studios is going to create, with the argument that names it.
type Planned struct{ Argument, Kind, Name string }

// Who keeps the list of allowed workspaces: Studios in tower.yml, Studios in the environment, or the Platform's owner.
const (
	InTowerYml    = "towerYml"
	InEnvironment = "environment"
	InPlatform    = "platform"
)

// Variables of the Platform that have a meaning here.
const (
	AllowList = "TOWER_DATA_STUDIO_ALLOWED_WORKSPACES"
	Token     = "TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN"
	PemPath   = "TOWER_OIDC_PEM_PATH"
	Authority = "TOWER_SSL_CUSTOM_CA_CERT_FILE"
	RedisURL  = "TOWER_REDIS_URL" // of which only a hash of its address and database is told

	// Family is how the names of Studios' variables begin, but for a few.
	Family = "TOWER_DATA_STUDIO_"
)

// FieldManager is how the names of Studios' field managers begin.
const FieldManager = "seqera-studios"

func isOurs(manager string) bool { return strings.HasPrefix(manager, FieldManager) }

// Record is the ConfigMap that says that the Platform of a namespace has Studios, and whose.
const Record = "seqera-studios"
