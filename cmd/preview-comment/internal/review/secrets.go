package review

import (
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// secrets names the keys of secrets that change, by resource, and never a value.
func (a *analysis) secrets() (all []string) {
	for _, s := range a.steps {
		if keys := s.secretKeys(); len(keys) > 0 {
			all = append(all, "- "+named(s.Resource)+": "+strings.Join(keys, ", "))
		} else if word := s.madeSecret(); word != "" && !s.isDrift {
			all = append(all, "- "+named(s.Resource)+": "+word)
		}
	}
	return all
}

// secretKeys are the paths at which a secret changes. Our component's own arguments are told as such.
func (s *step) secretKeys() (keys []string) {
	if s.isFrame() && s.Type != studiosType {
		return nil
	}
	for _, c := range slices.Concat(s.changes, s.drifted) {
		if !c.IsSecret() {
			continue
		}
		word := md.Code(c.Path.String())
		switch {
		case c.Old == nil:
			word += " (new)"
		case c.New == nil:
			word += " (taken away)"
		}
		keys = append(keys, word)
	}
	return keys
}

// madeSecret is for what is nothing but a secret.
func (s *step) madeSecret() string {
	if kind := s.Kind(); kind != "Secret" && kind != "PrivateKey" && kind != "RandomPassword" {
		return ""
	}
	switch s.Op {
	case plan.OpCreate:
		return "made anew"
	case plan.OpReplace:
		return "another one"
	case plan.OpDelete:
		return "deleted"
	}
	return ""
}
