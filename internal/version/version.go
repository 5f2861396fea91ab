// Package version has the version of the package, which a release, the plugin and the SDKs share. It is embedded, so that a
// plugin that Pulumi compiles from the repository knows it too.
package version

import (
	_ "embed"
	"strings"
)

//go:embed VERSION
var text string

// Version is that of the next release, such as "1.2.3".
var Version = strings.TrimSpace(text)
