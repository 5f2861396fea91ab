package outside

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

const templatesPath = "/api/studios/templates"

func templates(ctx context.Context, l *look) []doctor.Finding {
	if l.Token == "" {
		return withoutToken("templates", "templates")
	}
	return templatesOf(l.api(ctx, templatesPath+l.query()), l.where())
}

// statuses are those under which the Platform shows a template; it shows all others as unsupported.
var statuses = []string{"recommended", "deprecated", "experimental"}

func templatesOf(a answer, where string) (findings []doctor.Finding) {
	const check = "templates"
	if findings := a.refused(check, templatesPath); findings != nil {
		return findings
	}
	var list struct {
		Templates []struct{ Repository, Tool, Status string }
	}
	if findings := a.document(check, templatesPath, &list); findings != nil {
		return findings
	}
	var custom, unsupported []string
	for _, t := range list.Templates {
		switch {
		case t.Tool == "custom", t.Tool == "":
			custom = append(custom, t.Repository)
		case !slices.Contains(statuses, t.Status):
			unsupported = append(unsupported, t.Repository)
		}
	}
	if len(list.Templates) == 0 {
		findings = append(findings, warning(check, 26, "there are no templates "+where,
			"set TOWER_DATA_STUDIO_TEMPLATES_<KEY>_REPOSITORY and its _TOOL, with a key without an underscore"))
	}
	if len(custom) > 0 {
		findings = append(findings, problem(check, 26, "templates without a tool: "+shown(strings.Join(custom, ", ")),
			"set TOWER_DATA_STUDIO_TEMPLATES_<KEY>_TOOL of each, with a key without an underscore"))
	}
	if len(unsupported) > 0 {
		findings = append(findings, warning(check, 26, "templates that are shown as unsupported: "+shown(strings.Join(unsupported, ", ")),
			"set TOWER_DATA_STUDIO_TEMPLATES_<KEY>_STATUS of each to "+strings.Join(statuses, ", ")+" or nothing else"))
	}
	return orFine(findings, check, fmt.Sprintf("%d templates %s, each with its tool", len(list.Templates), where))
}
