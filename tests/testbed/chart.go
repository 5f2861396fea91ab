package testbed

import (
	"context"
	"path/filepath"
	"strings"
)

// PlatformChart is the folder of a chart in the shape of Seqera's for Platform, with its Studios switched off.
func PlatformChart() string { return filepath.Join(modules(), "..", "platform", "chart") }

// Fullname is what the names of all objects of a release of Seqera's chart begin with.
func Fullname(release string) string {
	if strings.Contains(release, "platform") {
		return release
	}
	return release + "-platform"
}

// InstallChart installs PlatformChart in a namespace, or upgrades it, with a Helm of the given major version. Flags such
// as --set add to the command.
func (c *Cluster) InstallChart(ctx context.Context, major int, namespace, release string, flags ...string) error {
	args := append([]string{"upgrade", "--install", "--create-namespace", release, PlatformChart()}, flags...)
	if _, err := c.Helm(ctx, major, namespace, args...); err != nil {
		return err
	}
	return c.AwaitChart(ctx, namespace, release)
}

// AwaitChart waits until a release of Seqera's chart has rolled out.
func (c *Cluster) AwaitChart(ctx context.Context, namespace, release string) error {
	return c.AwaitRollouts(ctx, namespace, Fullname(release)+"-")
}
