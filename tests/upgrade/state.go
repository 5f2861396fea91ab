package upgrade

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// State is an installation as it was recorded.
type State struct{ dir string }

// States are all that were recorded below a folder.
func States(root string) ([]State, error) {
	dirs, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil {
		return nil, err
	}
	if len(dirs) == 0 {
		return nil, fmt.Errorf("no states below %s", root)
	}
	var all []State
	for _, dir := range dirs {
		all = append(all, State{dir})
	}
	return all, nil
}

// New is a state that is still to be recorded. One that was recorded before is never written anew.
func New(root, recording, name string) (State, error) {
	s := State{filepath.Join(root, recording, name)}
	if err := os.MkdirAll(filepath.Dir(s.dir), 0o755); err != nil {
		return s, err
	}
	return s, os.Mkdir(s.dir, 0o755)
}

// Name is that of the recording and of the state in it.
func (s State) Name() string {
	return filepath.Base(filepath.Dir(s.dir)) + "/" + s.Stack()
}

// Stack is the name of the state and of its stack.
func (s State) Stack() string { return filepath.Base(s.dir) }

// Namespace is where the installation was, and has to be.
func (s State) Namespace() string {
	return "upgrade-" + strings.NewReplacer("/", "-", ".", "-").Replace(s.Name())
}

// Project is the folder with the files that belong to the user.
func (s State) Project() string { return s.file("project") }

// ChangesFile lists what the current code changes of the state.
func (s State) ChangesFile() string { return s.file("changes.txt") }

func (s State) file(name string) string { return filepath.Join(s.dir, name) }

// kubeconfig stands in a recorded state for the path of the kubeconfig file. The provider is compared by it: with
// another path, everything that it has created would be replaced.
const kubeconfig = "kubeconfig-of-the-testbed"

// WriteDeployment records what `pulumi stack export` has printed, without where in the program each resource was
// declared: these are paths of the machine, a third of the file, and nobody compares them.
func (s State) WriteDeployment(exported []byte, kubeconfigPath string) error {
	var state struct {
		Version    int            `json:"version"`
		Deployment map[string]any `json:"deployment"`
	}
	if err := json.Unmarshal(exported, &state); err != nil {
		return fmt.Errorf("reading the exported stack: %w", err)
	}
	resources, _ := state.Deployment["resources"].([]any)
	for _, resource := range resources {
		delete(asMap(resource), "sourcePosition")
		delete(asMap(resource), "stackTrace")
	}
	text, err := json.MarshalIndent(state, "", " ")
	if err != nil {
		return err
	}
	text = bytes.ReplaceAll(append(text, '\n'), []byte(kubeconfigPath), []byte(kubeconfig))
	return os.WriteFile(s.file("state.json"), text, 0o644)
}

// Deployment is what `pulumi stack import` takes.
func (s State) Deployment(kubeconfigPath string) ([]byte, error) {
	recorded, err := os.ReadFile(s.file("state.json"))
	return bytes.ReplaceAll(recorded, []byte(kubeconfig), []byte(kubeconfigPath)), err
}
