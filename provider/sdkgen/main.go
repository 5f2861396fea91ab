// Command sdkgen writes the SDKs of a package in all languages from its schema, as `pulumi package gen-sdk` does with
// language hosts that are newer than those of the testbed. Its dependencies exclude those of the plugin, so it is a
// module of its own.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"

	dotnet "github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3/codegen"
	"github.com/pulumi/pulumi-java/pkg/codegen/java"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-seqera-studios"

var generators = map[string]func(*schema.Package) (map[string][]byte, error){
	"dotnet": func(p *schema.Package) (map[string][]byte, error) {
		// This generator downloads the logo, which may not be published yet.
		logo, err := filepath.Abs(filepath.Join(filepath.Dir(flag.Arg(0)), "..", "docs", "logo.png"))
		if err != nil {
			return nil, err
		}
		http.DefaultTransport.(*http.Transport).RegisterProtocol("file", http.NewFileTransport(http.Dir("/")))
		p.LogoURL = "file://" + logo
		return dotnet.GeneratePackage(tool, p, nil, nil)
	},
	"go": func(p *schema.Package) (map[string][]byte, error) {
		return golang.GeneratePackage(tool, p, nil)
	},
	"java": func(p *schema.Package) (map[string][]byte, error) {
		return java.GeneratePackage(tool, p, nil, nil, false, false)
	},
	"nodejs": func(p *schema.Package) (map[string][]byte, error) {
		return nodejs.GeneratePackage(tool, p, nil, nil, false, nil)
	},
	"python": func(p *schema.Package) (map[string][]byte, error) {
		return python.GeneratePackage(tool, p, nil, nil)
	},
}

func main() {
	log.SetFlags(0)
	log.SetOutput(os.Stderr) // a dependency discards what is logged
	version := flag.String("version", "", "the version of the package, which its schema does not hold")
	kubernetes := flag.String("kubernetes", "", "the schema of the Kubernetes package, whose types the package uses")
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: sdkgen -version 1.2.3 -kubernetes SCHEMA SCHEMA FOLDER") }
	flag.Parse()
	if flag.NArg() != 2 || *version == "" {
		flag.Usage()
		os.Exit(2)
	}
	text, err := os.ReadFile(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	for language, generate := range generators {
		dir, loader := filepath.Join(flag.Arg(1), language), &fromFile{path: *kubernetes}
		if err := write(dir, text, *version, loader, generate); err != nil {
			log.Fatalf("generating %s: %v", language, err)
		}
		if language == "java" {
			if err := writeKubernetes(filepath.Join(flag.Arg(1), "java-kubernetes"), loader, generate); err != nil {
				log.Fatalf("generating Kubernetes for %s: %v", language, err)
			}
		}
	}
}

// writeKubernetes generates the Kubernetes package. The Java SDK is compiled against its sources, for its Java archive is not to
// be had everywhere.
func writeKubernetes(dir string, loader *fromFile, generate func(*schema.Package) (map[string][]byte, error)) error {
	kubernetes, err := loader.loaded.Definition()
	if err != nil {
		return err
	}
	return writeFiles(dir, kubernetes, generate)
}

// write generates one SDK. A package remembers the language that it was read for, so each reads it anew.
func write(
	dir string, text []byte, version string, loader schema.Loader, generate func(*schema.Package) (map[string][]byte, error),
) error {
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return err
	}
	spec.Version = version
	bound, diagnostics, err := schema.BindSpec(spec, loader, schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if diagnostics.HasErrors() {
		return diagnostics
	}
	return writeFiles(dir, bound, generate)
}

func writeFiles(dir string, bound *schema.Package, generate func(*schema.Package) (map[string][]byte, error)) error {
	files, err := generate(bound)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
