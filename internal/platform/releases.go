package platform

// Release is what belongs to one minor version of the Platform.
type Release struct {
	Platform  string // the minor version
	Studios   string // the version of proxy and server that Seqera ships with it
	Templates []Template
	// Deprecated are the templates that Seqera still ships, of those that proxy and server of this version still take.
	Deprecated []Template
	// AllowListInEnvironment is where the Platform lets every workspace use Studios unless
	// TOWER_DATA_STUDIO_ALLOWED_WORKSPACES says otherwise; before, none, unless tower.yml does.
	AllowListInEnvironment bool
	Refused                string // why Studios is not installed beside it
}

// Template is a session image that Seqera recommends.
type Template struct{ Key, Repository, Tool string }

// releases are in order. The versions of proxy and server are those of Seqera's Kubernetes manifests of that version
// (docs.seqera.io, enterprise/studios-kubernetes), and of its Helm chart where that is newer. The templates have the keys of
// the manifests, so that a placeholder left there is replaced instead of listed beside ours; their images are those of the
// manifests, or newer ones of the same version of Studios from docker's tower.env (25.3, 26.2) and the chart (26.1). Those that
// are deprecated are the manifests' own (25.1, 25.2), the chart's (26.1) and the recommended ones of the version before (26.2); the
// manifests of 25.3 have some that its proxy and server no longer take. No experimental ones are known.
var releases = []Release{
	{Platform: "24.1", Studios: "0.7.2", Refused: beforePorts},
	{Platform: "24.2", Studios: "0.7.2", Refused: beforePorts},
	{Platform: "25.1", Studios: "0.8.0", Templates: []Template{
		{"JUPYTERGA", sessions + "jupyter:4.2.5-0.8", "jupyter"},
		{"RSTUDIOGA", sessions + "rstudio:4.4.1-u2-0.8", "rstudio"},
		{"VSCODEGA", sessions + "vscode:1.93.1-0.8", "vscode"},
		{"XPRAGA", sessions + "xpra:6.2.0-r2-1-0.8", "xpra"},
	}, Deprecated: []Template{
		{"JUPYTEROLD", sessions + "jupyter:4.1.5-0.7.1", "jupyter"},
		{"RSTUDIOOLD", sessions + "rstudio:4.4.1-0.7.1", "rstudio"},
		{"VSCODEOLD", sessions + "vscode:1.83.0-0.7.1", "vscode"},
	}},
	{Platform: "25.2", Studios: "0.8.3", Templates: []Template{
		{"JUPYTERGA", sessions + "jupyter:4.2.5-0.8", "jupyter"},
		{"RIDE", sessions + "ride:2025.04.1-0.8", "ride"},
		{"VSCODEGA", sessions + "vscode:1.101.2-0.8", "vscode"},
		{"XPRAGA", sessions + "xpra:6.2.0-r2-1-0.8", "xpra"},
	}, Deprecated: []Template{
		{"JUPYTEROLD", sessions + "jupyter:4.1.5-0.7.1", "jupyter"},
		{"VSCODEOLD", sessions + "vscode:1.93.1-0.8", "vscode"},
	}},
	{Platform: "25.3", Studios: "0.11.0", Templates: []Template{
		{"JUPYTERGA", sessions + "jupyter:4.2.5-0.11", "jupyter"},
		{"RIDE", sessions + "ride:2025.04.1-0.11", "ride"},
		{"VSCODEGA", sessions + "vscode:1.101.2-0.11", "vscode"},
		{"XPRAGA", sessions + "xpra:6.2.0-r2-1-0.11", "xpra"},
	}},
	{Platform: "26.1", Studios: "0.11.1", AllowListInEnvironment: true, Templates: []Template{
		{"JUPYTERGA", sessions + "jupyter:4.2.5-0.12", "jupyter"},
		{"RIDE", sessions + "ride:2026.01.2-0.12", "ride"},
		{"VSCODEGA", sessions + "vscode:1.101.2-0.12", "vscode"},
		{"XPRAGA", sessions + "xpra:6.2.0-r2-1-0.12", "xpra"},
	}, Deprecated: []Template{
		{"JUPYTEROLD", sessions + "jupyter:4.2.5-0.11", "jupyter"},
		{"RIDEOLD", sessions + "ride:2025.04.1-0.11", "ride"},
		{"VSCODEOLD", sessions + "vscode:1.101.2-0.11", "vscode"},
		{"XPRAOLD", sessions + "xpra:6.2.0-r2-1-0.11", "xpra"},
	}},
	{Platform: "26.2", Studios: "0.14.1", AllowListInEnvironment: true, Templates: []Template{
		{"JUPYTERGA", sessions + "jupyter:4.6.0-0.14", "jupyter"},
		{"RIDE", sessions + "ride:2026.01.2-0.14", "ride"},
		{"VSCODEGA", sessions + "vscode:1.105.1-0.14", "vscode"},
		{"XPRAGA", sessions + "xpra:6.3.6-r0-1-0.14", "xpra"},
	}, Deprecated: []Template{
		{"JUPYTEROLD", sessions + "jupyter:4.2.5-0.12", "jupyter"},
		{"RIDEOLD", sessions + "ride:2026.01.2-0.12", "ride"},
		{"VSCODEOLD", sessions + "vscode:1.101.2-0.12", "vscode"},
		{"XPRAOLD", sessions + "xpra:6.2.0-r2-1-0.12", "xpra"},
	}},
}

// NoticesOtherKeys is the version of the proxy from which on it notices, while it runs, that the Platform signs with another key.
const NoticesOtherKeys = "0.13.0"

// TakesAuthorities is the version of the session client from which on it trusts the authority that the Platform hands on.
const TakesAuthorities = "0.13.0"

// The sets of templates, by the status under which the Platform lists them.
const (
	Recommended  = "recommended"
	Deprecated   = "deprecated"
	Experimental = "experimental"
)

// Set are the templates of a status.
func (r Release) Set(status string) []Template {
	return map[string][]Template{Recommended: r.Templates, Deprecated: r.Deprecated}[status]
}

const (
	sessions    = "public.cr.seqera.io/platform/data-studio-"
	beforePorts = "its Studios listens on other ports and is started by another command"
)
