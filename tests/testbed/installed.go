package testbed

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/blang/semver"
	"go.yaml.in/yaml/v3"
)

// installed is the folder in which the user has a tool that does for the demo, or nothing: kubectl of any version,
// Pulumi with its language host if our project takes that version, and plugins of the version that is pinned here.
func installed(ctx context.Context, t tool) string {
	switch {
	case t.plugin != "":
		return installedPlugin(t)
	case t.name == "kubectl":
		dir, _ := onPath(ctx, t.name, "version", "--client")
		return dir
	case t.name == "pulumi", t.name == "pulumi-language-go":
		dir, version := onPath(ctx, "pulumi", "version")
		if isTaken(version) && isFile(filepath.Join(dir, "pulumi-language-go")) {
			return dir
		}
	}
	return ""
}

// onPath is the folder of a program on PATH, and what it answers. One that does not answer counts as missing.
func onPath(ctx context.Context, name string, question ...string) (dir, answer string) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", ""
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	output, err := exec.CommandContext(ctx, path, question...).Output()
	if err != nil {
		return "", ""
	}
	return filepath.Dir(path), strings.TrimSpace(string(output))
}

// isTaken tells whether the project's own requirement allows this version of Pulumi.
func isTaken(version string) bool {
	text, err := os.ReadFile(filepath.Join(modules(), "..", "..", "..", "Pulumi.yaml"))
	if err != nil {
		return false
	}
	var project struct {
		Required string `yaml:"requiredPulumiVersion"`
	}
	if yaml.Unmarshal(text, &project) != nil {
		return false
	}
	taken, err := semver.ParseRange(project.Required)
	if err != nil {
		return false
	}
	given, err := semver.ParseTolerant(version)
	return err == nil && taken(given)
}

// installedPlugin looks where `pulumi plugin install` puts plugins.
func installedPlugin(t tool) string {
	home := os.Getenv("PULUMI_HOME")
	if home == "" {
		user, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		home = filepath.Join(user, ".pulumi")
	}
	dir := filepath.Join(home, "plugins", "resource-"+t.plugin)
	if !isFile(filepath.Join(dir, t.name)) {
		return ""
	}
	return dir
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
