package review

import (
	"fmt"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// rolls tells of a change that it makes another pod template of it. A program may write down what Kubernetes has by itself, or the
// same in another form: both are changes to Pulumi and its provider, and none to pods.
func (s *step) rolls(c plan.Change) bool {
	return inTemplate(c) && !isSame(c) && !s.isLive(c)
}

func inTemplate(c plan.Change) bool { return c.Path.HasPrefix("spec", "template") }

// isSame compares two values as Kubernetes has them.
func isSame(c plan.Change) bool {
	switch {
	case c.IsSecret():
		return false
	case c.Old == nil:
		return isDefault(c.Path, c.New)
	case c.New == nil:
		return isDefault(c.Path, c.Old)
	}
	return isEqual(c.Path, c.Old, c.New)
}

// isLive tells of a value that the object had already when Pulumi last saw it.
func (s *step) isLive(c plan.Change) bool {
	if c.New == nil || c.IsSecret() || s.Old == nil {
		return false
	}
	live, _ := plan.Look(s.Old.Outputs, c.Path)
	return live != nil && live != plan.Secret && isEqual(c.Path, live, c.New)
}

func isEqual(path plan.Path, a, b any) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	left, isText := a.(string)
	right, isTextToo := b.(string)
	if !isText || !isTextToo || !isQuantity(path) {
		return false
	}
	l, err := resource.ParseQuantity(left)
	r, errRight := resource.ParseQuantity(right)
	return err == nil && errRight == nil && l.Cmp(r) == 0
}

func isQuantity(path plan.Path) bool {
	n := len(path)
	return path[n-1] == "sizeLimit" || n > 1 && (path[n-2] == "requests" || path[n-2] == "limits")
}

func isEmpty(value any) bool {
	switch of := value.(type) {
	case map[string]any:
		return len(of) == 0
	case []any:
		return len(of) == 0
	}
	return false
}

// defaults are those of Kubernetes' API within a pod template, by the end of the path
// (k8s.io/kubernetes/pkg/apis/core/v1/defaults.go).
var defaults = map[string]string{
	"spec.terminationGracePeriodSeconds": "30",
	"spec.restartPolicy":                 "Always",
	"spec.dnsPolicy":                     "ClusterFirst",
	"spec.schedulerName":                 "default-scheduler",
	"spec.enableServiceLinks":            "true",
	"terminationMessagePath":             "/dev/termination-log",
	"terminationMessagePolicy":           "File",
	"protocol":                           "TCP",
	"Probe.timeoutSeconds":               "1",
	"Probe.periodSeconds":                "10",
	"Probe.successThreshold":             "1",
	"Probe.failureThreshold":             "3",
	"httpGet.scheme":                     "HTTP",
	"fieldRef.apiVersion":                "v1",
	"secret.defaultMode":                 "420",
	"configMap.defaultMode":              "420",
	"projected.defaultMode":              "420",
}

// isDefault tells of a value that is the same as none.
func isDefault(path plan.Path, value any) bool {
	text := path.String()
	for end, fallback := range defaults {
		if strings.HasSuffix(text, end) && fmt.Sprint(value) == fallback {
			return true
		}
	}
	return isEmpty(value)
}
