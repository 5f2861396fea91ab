package testbed

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Compiled returns the same tools, except that Go stacks run the given program instead of being compiled each time. The
// Go language host has a flag for it, which it takes from its command line only.
func (t *Tools) Compiled(program, dir string) (*Tools, error) {
	bin := filepath.Join(dir, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return nil, err
	}
	const host = "pulumi-language-go"
	entries, err := os.ReadDir(t.Bin)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if entry.Name() == host {
			continue
		}
		if err := os.Symlink(filepath.Join(t.Bin, entry.Name()), filepath.Join(bin, entry.Name())); err != nil {
			return nil, err
		}
	}
	script := fmt.Sprintf("#!/bin/sh\nexec %q -binary %q \"$@\"\n", filepath.Join(t.Bin, host), program)
	return &Tools{Bin: bin, Home: t.Home}, os.WriteFile(filepath.Join(bin, host), []byte(script), 0o755)
}

// Installed returns the same tools with plugins more, which it installs from files as users do, by name and version.
func (t *Tools) Installed(dir string, plugins map[string]string) (*Tools, error) {
	all := &Tools{Bin: t.Bin, Home: filepath.Join(dir, "home")}
	folder := filepath.Join(all.Home, "plugins")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(t.Home, "plugins", "*", "*"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		// Pulumi overlooks a folder that is itself a link.
		target := filepath.Join(folder, filepath.Base(filepath.Dir(file)))
		if err := errors.Join(os.MkdirAll(target, 0o755), os.Symlink(file, filepath.Join(target, filepath.Base(file)))); err != nil {
			return nil, err
		}
	}
	if isFile(filepath.Join(t.Home, logs)) {
		if err := os.WriteFile(filepath.Join(all.Home, logs), nil, 0o644); err != nil {
			return nil, err
		}
	}
	for plugin, file := range plugins {
		name, version, _ := strings.Cut(plugin, " ")
		install := exec.Command(filepath.Join(t.Bin, "pulumi"), "plugin", "install", "resource", name, version, "--file", file)
		install.Env = all.Env(dir)
		if output, err := install.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("installing %s: %w\n%s", plugin, err, output)
		}
	}
	return all, nil
}

const logs = "logs"

// Unlogged returns the same tools without the log that Pulumi keeps of every command, at a good part of the engine's time and half a
// gigabyte: it keeps none where a file has the name of its folder.
func (t *Tools) Unlogged(dir string) (*Tools, error) {
	all, err := t.Installed(dir, nil)
	if err != nil {
		return nil, err
	}
	return all, os.WriteFile(filepath.Join(all.Home, logs), nil, 0o644)
}
