package testbed

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"text/template"
)

//go:embed platform/stock.yml.tmpl
var stockText string

var stockTemplate = template.Must(template.New("stock").Parse(stockText))

// stock is what differs between the manifests that Seqera has published for versions of Platform.
type stock struct {
	Tag string
	// CronTag is that of cron's backend image, which was overlooked once.
	CronTag          string
	ComputePlatforms string
	Templates        []studioTemplate
}

// studioTemplate is one of the images that the manifests offer for Studios.
type studioTemplate struct{ Key, Status, Image, Tool, Port string }

const (
	recommended = "recommended"
	deprecated  = "deprecated"
)

var (
	jupyters = []studioTemplate{
		{"JUPYTERGA", recommended, "jupyter:4.2.5-0.8", "jupyter", "8080"},
		{"JUPYTEROLD", deprecated, "jupyter:4.1.5-0.7.1", "jupyter", "8080"},
	}
	rstudios = []studioTemplate{
		{"RSTUDIOGA", recommended, "rstudio:4.4.1-u2-0.8", "rstudio", "8787"},
		{"RSTUDIOOLD", deprecated, "rstudio:4.4.1-0.7.1", "rstudio", "8787"},
		{"VSCODEGA", recommended, "vscode:1.93.1-0.8", "vscode", "3000"},
		{"VSCODEOLD", deprecated, "vscode:1.83.0-0.7.1", "vscode", "3000"},
	}
	rides = []studioTemplate{
		{"RIDE", recommended, "ride:2025.04.1-0.8", "ride", "8787"},
		{"VSCODEGA", recommended, "vscode:1.101.2-0.8", "vscode", "3000"},
		{"VSCODEOLD", deprecated, "vscode:1.93.1-0.8", "vscode", "3000"},
	}
	xpras = []studioTemplate{{"XPRAGA", recommended, "xpra:6.2.0-r2-1-0.8", "xpra", "14500"}}
)

// stocks are the versions of Platform whose manifests differ.
var stocks = map[string]stock{
	"25.1": {"v25.1.1", "v25.1.1", "awsbatch-platform,k8s-platform", slices.Concat(jupyters, rstudios, xpras)},
	"25.2": {"v25.2.3", "v25.2.3", "awsbatch-platform,awscloud-platform,k8s-platform", slices.Concat(jupyters, rides, xpras)},
	"25.3": {"v25.3.6", "v25.3.5", "awsbatch-platform,awscloud-platform,azcloud-platform,k8s-platform", slices.Concat(jupyters, rides, xpras)},
	"26.1": {"v26.1.4", "v26.1.4", "awsbatch-platform,awscloud-platform,azcloud-platform,k8s-platform", slices.Concat(jupyters, rides, xpras)},
}

// Stock is a Platform in the shape of Seqera's manifests for a version, such as "25.3": one that has been filled in, but
// for what belongs to Studios. Names differ from the sample Platform's, and cron's container is called backend too.
func Stock(version string) (string, error) {
	of, ok := stocks[version]
	if !ok {
		return "", fmt.Errorf("no manifests for Platform %q", version)
	}
	var manifests strings.Builder
	err := stockTemplate.Execute(&manifests, of)
	return manifests.String(), err
}

// InstallStock makes a namespace and installs Stock in it with kubectl apply.
func (c *Cluster) InstallStock(ctx context.Context, namespace, version string) error {
	manifests, err := Stock(version)
	if err != nil {
		return err
	}
	if _, err := c.Kubectl(ctx, "default", "create", "namespace", namespace); err != nil {
		return err
	}
	if err := c.Apply(ctx, namespace, manifests); err != nil {
		return err
	}
	return c.AwaitPlatform(ctx, namespace)
}
