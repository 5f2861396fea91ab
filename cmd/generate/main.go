// Command generate writes what follows from the arguments of the component: their texts for the schema, the schema itself,
// the reference and the settings of the stack program; the Roles, from the rights that Studios needs; and the version, where users
// read or copy it. `make generate` runs it.
//
// The meaning of an argument is the comment of its field, everything else is in its row.
package main

//go:generate go run .

import (
	"errors"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// generated is a file, from the root of the repository, with what makes its text.
type generated struct {
	path string
	text func(root string) (string, error)
}

// files are in the order in which they are made: the schema has the comments that are compiled into the component.
var files = append([]generated{
	{"component/args_docs.go", comments},
	{"provider/schema.json", packageSchema},
	{"docs/api.md", reference},
	{"Pulumi.yaml", project},
	{"deploy/rbac/preview.yaml", func(string) (string, error) { return rights.Preview.Manifest(), nil }},
	{"deploy/rbac/deploy.yaml", func(string) (string, error) { return rights.Deploy.Manifest(), nil }},
}, versioned(root)...)

const root = "../.."

func main() {
	log.SetFlags(0)
	for i, file := range files {
		changed, err := write(file)
		if err != nil {
			log.Fatalf("%s: %v", file.path, err)
		}
		if i == 0 && changed {
			again()
			return
		}
	}
}

// again runs the command with the new comments compiled in.
func again() {
	command := exec.Command("go", "run", ".")
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		os.Exit(1)
	}
}

func write(file generated) (changed bool, err error) {
	text, err := file.text(root)
	if err != nil {
		return false, err
	}
	path := filepath.Join(root, file.path)
	old, err := os.ReadFile(path)
	if err == nil && string(old) == text {
		return false, nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return false, err
	}
	log.Printf("wrote %s", file.path)
	return true, os.WriteFile(path, []byte(text), 0o644)
}
