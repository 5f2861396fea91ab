package review

import (
	"fmt"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// loss says in words what is replaced, deleted or left alone, and why.
func (s *step) loss() string {
	name := named(s.Resource)
	switch {
	case s.Op == plan.OpForget:
		return "- **Left alone:** " + name + " stays, and is not looked after any more"
	case s.Op == plan.OpDelete && s.Old != nil && s.Old.RetainOnDelete:
		return "- **Left alone:** " + name + " stays (`retainOnDelete`), and is not looked after any more"
	case s.Op == plan.OpDelete:
		return "- **Deleted:** " + name + s.deletionNote()
	}
	var because []string
	for _, reason := range s.Replacing {
		path := plan.ParsePath(reason)
		words := md.Code(path.String())
		for _, c := range s.changes {
			if c.Path.HasPrefix(path...) {
				words += ": " + fromTo(c)
				break
			}
		}
		because = append(because, words)
	}
	text := "- **Replaced:** " + name
	if len(because) > 0 {
		text += ", for what cannot be changed in place: " + strings.Join(because, "; ")
	}
	return text + s.replacementNote()
}

// withdrawn are templates of Studios that are offered no more: a map of templates replaces all that were there.
func (s *step) withdrawn() []string {
	var names []string
	for _, c := range s.changes {
		if match := template.FindStringSubmatch(c.Path[len(c.Path)-1]); s.isOurs && match != nil && match[2] == "TOOL" && c.New == nil {
			names = append(names, md.Code(match[1]))
		}
	}
	switch len(names) {
	case 0:
		return nil
	case 1:
		return []string{"- **Withdrawn:** the template " + names[0] + " is offered for new sessions no more"}
	}
	return []string{"- **Withdrawn:** the templates " + md.And(names) + " are offered for new sessions no more"}
}

// deletionNote says what the word would hide.
func (s *step) deletionNote() string {
	switch {
	case s.Old != nil && s.Old.Protect:
		return ", which is protected: the update will refuse"
	case strings.HasSuffix(s.Kind(), "Patch"):
		return ": the object stays, without what was set in it here"
	case keepsData[s.Kind()]:
		return ", **and the data in it**"
	}
	return ""
}

func (s *step) replacementNote() string {
	switch {
	case s.Old != nil && s.Old.Protect:
		return ". It is protected: the update will refuse"
	case s.Kind() == "PrivateKey" || s.Kind() == "RandomPassword":
		return ". **A new one is made; the old one is lost.**"
	case keepsData[s.Kind()]:
		return ". **The data in it is lost.**"
	}
	return ""
}

// keepsData are kinds, of Kubernetes and of clouds, whose loss is more than that of a setting.
var keepsData = map[string]bool{
	"PersistentVolumeClaim": true, "PersistentVolume": true, "Namespace": true, "Bucket": true, "BucketV2": true, "Table": true,
	"Volume": true, "Disk": true, "Cluster": true, "ReplicationGroup": true, "DatabaseInstance": true, "FileSystem": true, "Instance": true,
}

// update lists what is another.
func (s *step) update() string {
	lines := []string{"- " + named(s.Resource)}
	for _, c := range s.changes {
		if !s.isOurs || !isRestartMark(c.Path) {
			lines = append(lines, fmt.Sprintf("  - %s: %s", md.Code(c.Path.String()), fromTo(c)))
		}
	}
	if len(lines) == 1 {
		lines[0] += ": " + s.whatOfNone()
	}
	return strings.Join(capped(lines, "  - "), "\n")
}

// whatOfNone tells of an update that has no change to show.
func (s *step) whatOfNone() string {
	switch {
	case s.isOurs && s.Kind() == "DeploymentPatch" && value(s.New, "spec") == nil:
		return "waits for the pods"
	case len(s.changes) > 0:
		return "restarts pods, see above"
	}
	return "only what is noted of it"
}

func (s *step) creation() string {
	text := "- " + named(s.Resource)
	if s.Op != plan.OpCreate {
		text += ", by " + md.Code(string(s.Op))
	}
	if name := objectName(s.New); name != "" {
		text += ": " + md.Code(name)
	}
	return text
}

// objectName is an object of Kubernetes by namespace and name. A name that Pulumi makes is another in every preview, so it is none.
func objectName(state *plan.State) string {
	name := ownName(state)
	if namespace := text(state, "metadata", "namespace"); namespace != "" && name != "" {
		return namespace + "/" + name
	}
	return name
}

func ownName(state *plan.State) string {
	if text(state, "metadata", "annotations", "pulumi.com/autonamed") == "true" {
		return ""
	}
	return text(state, "metadata", "name")
}

// arguments are those of our component that are others.
func (s *step) arguments() (rows [][]string) {
	if s.Type != studiosType || s.Op != plan.OpUpdate {
		return nil
	}
	for _, c := range s.changes {
		before, after := md.Value(c.Path, c.Old), md.Value(c.Path, c.New)
		if c.IsSecret() {
			before, after = secretWord(c.Old), secretWord(c.New)
		}
		rows = append(rows, []string{md.Code(c.Path.String()), before, after})
	}
	return rows
}

func secretWord(value any) string {
	if value == nil {
		return "*none*"
	}
	return "*a secret*"
}
