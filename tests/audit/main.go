// Command audit lists the licences of all modules that the packages given to it are built from, and fails where one is not
// compatible with ours: who takes our plugin takes them along.
//
//	go run ./tests/audit ./provider/... ./cmd/...
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// compatible are those that may go into what is under Apache-2.0, as it is.
var compatible = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MPL-2.0", "Unicode-DFS-2016",
	"Unlicense", "Zlib"}

func main() {
	log.SetFlags(0)
	modules, err := modules(os.Args[1:])
	if err != nil {
		log.Fatal(err)
	}
	refused := 0
	for _, m := range modules {
		found, err := m.licences()
		if err != nil {
			log.Fatal(err)
		}
		verdict := judge(found)
		if verdict != "" {
			refused++
		}
		fmt.Println(strings.TrimSpace(fmt.Sprintf("%-70s %-14s %s %s", m.path, m.version, strings.Join(found, ", "), verdict)))
	}
	fmt.Printf("%d modules, %d not compatible\n", len(modules), refused)
	if refused > 0 || len(modules) == 0 {
		os.Exit(1)
	}
}

// judge is empty where each licence is compatible.
func judge(licences []string) string {
	if len(licences) == 0 {
		return "NO LICENCE FOUND"
	}
	for _, licence := range licences {
		if !slices.Contains(compatible, licence) {
			return "NOT COMPATIBLE"
		}
	}
	return ""
}

type module struct{ path, version, dir string }

// modules are those that packages are built from, but our own.
func modules(packages []string) (all []module, err error) {
	list := exec.Command("go", append([]string{"list", "-deps", "-f",
		`{{with .Module}}{{if not .Main}}{{.Path}}{{"\t"}}{{.Version}}{{"\t"}}{{with .Replace}}{{.Dir}}{{else}}{{.Dir}}{{end}}{{end}}{{end}}`}, packages...)...)
	list.Stderr = os.Stderr
	output, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("listing what is built in: %w", err)
	}
	for line := range strings.SplitSeq(string(output), "\n") {
		parts := strings.Split(line, "\t")
		if len(parts) == 3 && !slices.Contains(all, module{parts[0], parts[1], parts[2]}) {
			all = append(all, module{parts[0], parts[1], parts[2]})
		}
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return all, nil
}

// licences are those that the files of a module state at its root.
func (m module) licences() (all []string, err error) {
	entries, err := os.ReadDir(m.dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := strings.ToUpper(entry.Name())
		if entry.IsDir() || !strings.HasPrefix(name, "LICENSE") && !strings.HasPrefix(name, "LICENCE") && !strings.HasPrefix(name, "COPYING") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(m.dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		for _, match := range licensecheck.Scan(text).Match {
			if !match.IsURL && !slices.Contains(all, match.ID) {
				all = append(all, match.ID)
			}
		}
	}
	return all, nil
}
