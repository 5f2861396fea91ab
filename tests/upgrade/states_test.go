package upgrade

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// A state is whole: without the credentials, or without the owners of fields, TestUpgrade would hold next to nothing.
func TestStatesAreWhole(t *testing.T) {
	states, err := States("states")
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range states {
		t.Run(state.Name(), func(t *testing.T) {
			if _, err := state.Expected(); err != nil {
				t.Error(err)
			}
			if text, err := state.Deployment("x"); err != nil || !json.Valid(text) {
				t.Errorf("reading state.json: %v", err)
			}
			all, err := state.objects()
			if err != nil {
				t.Fatal(err)
			}
			var keys []string
			for _, o := range all.Items {
				if entries, _ := o.metadata()["managedFields"].([]any); len(entries) == 0 {
					t.Errorf("%s has no managedFields", o.reference())
				}
				if o.kind() == "Secret" && o.isOurs() {
					for key := range asMap(o["data"]) {
						keys = append(keys, key)
					}
				}
			}
			if !slices.Contains(keys, "oidc.pem") || !slices.Contains(keys, "registration-token") {
				t.Errorf("the Secrets hold %v only", keys)
			}
		})
	}
}

func TestRecordedStatesAreNotWrittenAnew(t *testing.T) {
	root := t.TempDir()
	if _, err := New(root, "1.0.0", "minimal"); err != nil {
		t.Fatal(err)
	}
	if _, err := New(root, "1.0.0", "minimal"); err == nil {
		t.Error("the second recording took the place of the first")
	}
}

// Recordings are read by people too, and tell nothing of the machine on which they were made.
func TestStatesAreSmallAndOfNoMachine(t *testing.T) {
	path := regexp.MustCompile(`(^|[^a-z])/(tmp|root|home|work|Users|var)/[^"]*|(file|project)://[^"]*`)
	var total int
	err := filepath.WalkDir("states", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		total += len(text)
		if len(text) > 500_000 {
			t.Errorf("%s has %d bytes", file, len(text))
		}
		if found := path.Find(text); found != nil {
			t.Errorf("%s names %s", file, found)
		}
		return err
	})
	if err != nil || total == 0 {
		t.Errorf("read %d bytes: %v", total, err)
	}
}

// The state "everything" is to hold what any setting leads to: a new setting is set in everything.yaml too.
func TestEverythingIsSet(t *testing.T) {
	var project struct{ Config map[string]any }
	var stack struct{ Config map[string]any }
	read(t, "../../Pulumi.yaml", &project)
	read(t, "everything.yaml", &stack)
	// The namespace is that of the state; a key that is given has its size and is not rotated, a password is in no other Secret, an image has its
	// parts, and nothing is removed where templates are given; the sample Platform has no key and token of its own, and no Helm
	// release.
	set := []string{"namespace", "oidc.keyBits", "oidc.existingKeySecret", "oidc.existingTokenSecret.name",
		"oidc.existingTokenSecret.key", "platform.release", "redis.existingPasswordSecret.name", "redis.existingPasswordSecret.key", "removedTemplates", "proxy.imageRepository",
		"proxy.imageTag", "proxy.imageDigest", "server.imageRepository", "server.imageTag", "server.imageDigest",
		"ingress.tlsSecretNames", "ingress.clusterIssuer", "certificate.pem", "certificateAuthority.configMapName", "certificateAuthority.secretName", "certificateAuthority.key",
		// The sample cluster has no Gateway API.
		"gateway.name", "gateway.namespace", "gateway.sectionName", "gateway.sshSectionName", "gateway.requestTimeout", "gateway.annotations", "gateway.policy",
		"rotation.token", "rotation.key", "rotation.ssh", "ssh.key", "ssh.fingerprint", "ssh.existingKeySecret.name", "ssh.existingKeySecret.key",
		"proxy.disruptionBudget.maxUnavailable", "server.disruptionBudget.minAvailable", "proxy.pod.spread", "server.pod.spread"}
	for name, value := range stack.Config {
		set = append(set, paths(strings.TrimPrefix(name, "seqera-studios:"), value)...)
	}
	for name := range project.Config {
		isSet := func(path string) bool { return path == name || strings.HasPrefix(path, name+".") }
		if !slices.ContainsFunc(set, isSet) {
			t.Errorf("everything.yaml does not set %s", name)
		}
	}
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err == nil {
		err = yaml.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func paths(path string, value any) []string {
	object, ok := value.(map[string]any)
	if !ok {
		return []string{path}
	}
	var all []string
	for key, inner := range object {
		all = append(all, paths(path+"."+key, inner)...)
	}
	return all
}
