package testbed

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// moduleFiles are files of a Go module, which is held against its checksum.
func moduleFiles(ctx context.Context, module, sum, pattern string) ([]string, error) {
	download := exec.CommandContext(ctx, "go", "mod", "download", "-json", module)
	download.Env = append(os.Environ(), "GONOSUMDB=*") // the sum is known here
	output, err := download.Output()
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w\n%s", module, err, output)
	}
	var found struct{ Dir, Sum string }
	if err := json.Unmarshal(output, &found); err != nil {
		return nil, err
	}
	if found.Sum != sum {
		return nil, fmt.Errorf("%s has the checksum %s, not %s", module, found.Sum, sum)
	}
	files, err := filepath.Glob(filepath.Join(found.Dir, pattern))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%s has no %s: %w", module, pattern, err)
	}
	return files, nil
}

// define installs CustomResourceDefinitions, and waits for some of them.
func (c *Cluster) define(ctx context.Context, files []string, awaited ...string) error {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		definitions := strings.NewReader(condition.ReplaceAllString(string(text), ""))
		// On the server's side: they are too long for an annotation.
		if _, err := c.kubectl(ctx, "default", definitions, "apply", "--server-side", "--force-conflicts", "--filename", "-"); err != nil {
			return err
		}
	}
	return c.established(ctx, awaited...)
}

// condition is a line of a Helm chart by which somebody can leave the rest out.
var condition = regexp.MustCompile(`(?m)^\{\{-.*$`)

// established waits for definitions. Of one whose status is empty yet kubectl says that it cannot read it, rather than wait.
func (c *Cluster) established(ctx context.Context, definitions ...string) error {
	for {
		_, err := c.Kubectl(ctx, "default", append([]string{"wait", "--for=condition=Established", "--timeout=60s"}, definitions...)...)
		if err == nil || ctx.Err() != nil || !strings.Contains(err.Error(), ".status.conditions accessor error") {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}
