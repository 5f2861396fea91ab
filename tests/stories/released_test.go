//go:build testbed

package stories

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/version"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// dist is what a release has, as `make release-snapshot` packs it.
var dist = must(filepath.Abs(filepath.Join(repository, "dist")))

// released are the tools with the plugin from the archive of the release, and with the stand-in for AWS.
var released = sync.OnceValues(func() (*testbed.Tools, error) {
	archives, err := filepath.Glob(filepath.Join(dist, "pulumi-resource-seqera-studios-v"+version.Version+"-*.tar.gz"))
	if err != nil || len(archives) != 1 || olderThanSources(archives[0]) {
		return nil, fmt.Errorf("there is no release of what is here in %s: run make release-snapshot", dist)
	}
	return pinned.Installed(filepath.Join(scratch, "released"), map[string]string{
		"seqera-studios " + version.Version: archives[0],
		"aws 7.0.0":                         filepath.Join(scratch, "pulumi-resource-aws"),
	})
})

// olderThanSources tells that a file was made before the plugin was last changed.
func olderThanSources(file string) bool {
	made := modified(os.Lstat(file))
	for _, folder := range []string{"component", "provider", "internal"} {
		changed := false
		err := filepath.WalkDir(filepath.Join(repository, folder), func(path string, entry fs.DirEntry, err error) error {
			if isCode := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"); isCode {
				changed = changed || modified(entry.Info()).After(made)
			}
			return err
		})
		if err != nil || changed {
			return true
		}
	}
	return false
}

func modified(info fs.FileInfo, err error) time.Time { return must(info, err).ModTime() }

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// install gets what a program in a language needs as somebody does who has no checkout, from what a registry would have.
func (s *story) install(example string) {
	s.Helper()
	switch example {
	case "typescript":
		// The SDK would take the newest Kubernetes package, and with it a provider that the testbed does not have.
		s.run("npm", "install", "--loglevel=error", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund",
			filepath.Join(dist, "seqeralabs-seqera-studios-"+version.Version+".tgz"), "@pulumi/kubernetes@"+testbed.KubernetesProviderVersion)
	case "python":
		s.run("python3", "-m", "venv", "venv")
		s.run("venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", "--find-links", dist, "--constraint",
			must(filepath.Abs(filepath.Join(repository, "provider/toolchain/requirements.txt"))), "--requirement", "requirements.txt", "mypy")
		// The pinned language host is older than the engine, which does not tell it of the virtual environment.
		s.env = append(s.env, "PATH="+filepath.Join(s.dir, "venv", "bin")+":"+s.tools.Bin+":"+os.Getenv("PATH"))
	case "java":
		s.installJava()
	case "go":
		s.installGo("github.com/seqeralabs/pulumi-seqera-studios/sdk/go/seqerastudios", "seqerastudios")
	case "go-component":
		s.installGo("github.com/seqeralabs/pulumi-seqera-studios", "pulumi-seqera-studios")
	}
}

// installJava names the repository of the release. What else Maven needs has been loaded by make sdks; ours may be of another
// release there.
func (s *story) installJava() {
	s.Helper()
	config, err := os.ReadFile(filepath.Join(repository, "sdk", "java", ".mvn", "maven.config"))
	s.must(err)
	_, loaded, _ := strings.Cut(strings.TrimSpace(string(config)), "=")
	local := filepath.Join(s.temp, "m2")
	s.must(os.CopyFS(local, os.DirFS(loaded)))
	s.must(os.RemoveAll(filepath.Join(local, "com", "seqeralabs")))
	s.must(os.Mkdir(filepath.Join(s.dir, ".mvn"), 0o755))
	settings := "<settings><profiles><profile><id>release</id><repositories><repository><id>release</id><url>file://" +
		filepath.Join(dist, "maven") + "</url></repository></repositories></profile></profiles>" +
		"<activeProfiles><activeProfile>release</activeProfile></activeProfiles></settings>\n"
	s.must(os.WriteFile(filepath.Join(s.dir, ".mvn", "settings.xml"), []byte(settings), 0o644))
	options := "--global-settings\n.mvn/settings.xml\n-Dmaven.repo.local=" + local + "\n"
	s.must(os.WriteFile(filepath.Join(s.dir, ".mvn", "maven.config"), []byte(options), 0o644))
}

// installGo takes a module from outside of the checkout, and compiles the program once.
func (s *story) installGo(module, packed string) {
	s.Helper()
	folder := filepath.Join(s.temp, packed)
	s.must(os.CopyFS(folder, os.DirFS(filepath.Join(dist, "go", packed))))
	sums, err := os.ReadFile(filepath.Join(repository, "go.sum"))
	s.must(err)
	s.must(os.WriteFile(filepath.Join(s.dir, "go.sum"), sums, 0o644))
	s.run("go", "mod", "edit", "-replace", module+"="+folder)
	s.run("go", "mod", "tidy")
	program := filepath.Join(s.temp, "program")
	s.run("go", "build", "-o", program)
	s.tools, err = s.tools.Compiled(program, s.temp)
	s.must(err)
}
