package review

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// mostReasons is how many reasons a restart has at most in the table.
const mostReasons = 4

// writtenAgain is the reason where nothing else is another than before.
const writtenAgain = "what Studios has written to its pods was changed there, and is written again"

// reasons say which changes of the pod template there are, and what stands behind them.
func (a *analysis) reasons(s *step) []string {
	var all []string
	for _, c := range slices.Concat(s.changes, s.drifted) {
		if !s.rolls(c) || isNameOfVariable(c.Path) {
			continue
		}
		why := a.reason(s, c)
		if slices.ContainsFunc(s.drifted, func(d plan.Change) bool { return reflect.DeepEqual(d.Path, c.Path) }) {
			why = "somebody has changed it: " + why
		}
		if !slices.Contains(all, why) {
			all = append(all, why)
		}
	}
	if len(all) > 1 {
		all = slices.DeleteFunc(all, func(why string) bool { return strings.HasSuffix(why, writtenAgain) })
	}
	return few(all, mostReasons)
}

// few are the first of a list, and how many there are besides.
func few(all []string, most int) []string {
	if len(all) <= most {
		return all
	}
	return append(all[:most:most], fmt.Sprintf("%d more", len(all)-most))
}

func (a *analysis) reason(s *step, c plan.Change) string {
	path := c.Path[2:]
	if s.isOurs && isRestartMark(c.Path) {
		return a.marked(s, strings.TrimPrefix(path[len(path)-1], "seqera-studios/"), c)
	}
	variable, isVariable := variableOf(path)
	switch {
	case !isVariable:
		return md.Code(inPod(path).String()) + ": " + fromTo(c) + a.behind(s, c)
	case c.Old == nil:
		return md.Code(variable) + " is new" + a.behind(s, c)
	case c.New == nil:
		return md.Code(variable) + " is taken away"
	case path[len(path)-1] == "value":
		return md.Code(variable) + ": " + fromTo(c) + a.behind(s, c)
	}
	return md.Code(variable) + " comes from elsewhere"
}

// inPod leaves out what every path within a pod template begins with.
func inPod(path plan.Path) plan.Path {
	path = slices.Clone(path)
	for _, prefix := range []string{"spec", "containers"} {
		if len(path) > 1 && path[0] == prefix {
			path = path[1:]
		}
	}
	if len(path) > 1 && strings.HasPrefix(path[0], "[") {
		path = path[1:]
	}
	return path
}

// isNameOfVariable tells of what only repeats the path.
func isNameOfVariable(path plan.Path) bool {
	n := len(path)
	return n > 3 && path[n-3] == "env" && path[n-1] == "name"
}

func variableOf(path plan.Path) (string, bool) {
	i := slices.Index(path, "env")
	if i < 0 || i+1 >= len(path) {
		return "", false
	}
	return strings.Trim(path[i+1], "[]"), true
}

// marked explains the annotations by which our component restarts what has read something.
func (a *analysis) marked(s *step, mark string, c plan.Change) string {
	switch mark {
	case "environment-written":
		return a.written(s, "-platform-environment", "the Platform's variables")
	case "tower-yml-written":
		return a.written(s, "-platform-tower-yml", md.Code("tower.yml"))
	case "written-over":
		return writtenAgain
	}
	what := map[string]string{"oidc-key": "the signing key", "registration-token": "the registration token", "redis-password": "the Redis password"}[mark]
	name := secretOf(c.New)
	for _, other := range a.steps {
		if other.Kind() == "Secret" && other.state().Parent == s.state().Parent && name != "" && text(other.state(), "metadata", "name") == name {
			return rewritten(other)
		}
	}
	if what == "" {
		what = md.Code(mark)
	}
	return what + " is another"
}

// isRestartMark tells of those annotations.
func isRestartMark(path plan.Path) bool {
	return len(path) == 5 && path.HasPrefix("spec", "template", "metadata", "annotations") && strings.HasPrefix(path[4], "seqera-studios/")
}

// secretOf is the name in a mark such as "connect-credentials/638".
func secretOf(mark any) string {
	text, _ := mark.(string)
	name, _, _ := strings.Cut(text, "/")
	return name
}

// written says what of the Platform's settings is another, and whether that is intended.
func (a *analysis) written(s *step, suffix, what string) string {
	for _, other := range a.steps {
		if strings.HasSuffix(other.Name, suffix) && other.state().Parent == s.state().Parent {
			return what + keysOf(other, what)
		}
	}
	return what
}

func rewritten(secret *step) string {
	return "Secret " + md.Code(text(secret.state(), "metadata", "name")) + keysOf(secret, "")
}

// keysOf names the keys of an object that are others, but for the one that is named already.
func keysOf(s *step, what string) string {
	if s.isDrift {
		return ", which somebody has changed"
	}
	var keys []string
	for _, c := range s.changes {
		if !c.Path.HasPrefix("data") || len(c.Path) < 2 {
			continue
		}
		if key := keyWord(strings.Trim(c.Path[1], "[]")); key != what && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	keys = few(keys, mostReasons)
	if len(keys) == 0 && what == "" {
		return ", written anew"
	} else if len(keys) == 0 {
		return ""
	}
	return " (" + strings.Join(keys, ", ") + ")"
}

// template is what the variables of one template of Studios have in common.
var template = regexp.MustCompile(`^TOWER_DATA_STUDIO_TEMPLATES_(.+)_(ICON|PORT|REPOSITORY|STATUS|TOOL)$`)

// keyWord names a key: there are five of each template.
func keyWord(key string) string {
	if match := template.FindStringSubmatch(key); match != nil {
		return "template " + md.Code(match[1])
	}
	return md.Code(key)
}

// behind finds the argument of our component from which a value comes: one that changes from and to the same, or to something
// that the value contains.
func (a *analysis) behind(s *step, c plan.Change) string {
	parent := a.byURN[s.state().Parent]
	if parent == nil || parent.Type != studiosType {
		return ""
	}
	before, after := fmt.Sprint(c.Old), fmt.Sprint(c.New)
	if c.IsSecret() {
		return ""
	}
	best, points := "", 0
	for _, argument := range parent.changes {
		if argument.New == nil || argument.IsSecret() {
			continue
		}
		from, to := fmt.Sprint(argument.Old), fmt.Sprint(argument.New)
		n := 0
		switch {
		case to == after && (from == before || argument.Old == nil):
			n = 3
		case strings.Contains(after, to) && argument.Old != nil && strings.Contains(before, from):
			n = 1
		}
		if n > 0 && argument.Path[0] == podsName(s) {
			n++
		}
		if n > points {
			best, points = " (argument "+md.Code(argument.Path.String())+")", n
		}
	}
	return best
}

// firstPatch says what a patch brings that was not there before.
func (a *analysis) firstPatch(s *step) string {
	_, isMount := value(s.New, "spec", "template", "spec").(map[string]any)
	switch {
	case s.isOurs && isMount:
		return "the signing key is mounted"
	case s.isOurs:
		return "the settings of Studios are read"
	}
	return "patched for the first time"
}
