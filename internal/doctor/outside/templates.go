package outside

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

const templatesPath = "/api/studios/templates"

func templates(ctx context.Context, l *look) []doctor.Finding {
	if l.Token == "" {
		return withoutToken("templates", "templates")
	}
	return templatesOf(l.api(ctx, templatesPath+l.query()), l)
}

// statuses are those under which the Platform shows a template; it shows all others as unsupported.
var statuses = []string{"recommended", "deprecated", "experimental"}

// template is one as the Platform lists it.
type template struct{ Repository, Tool, Status string }

func templatesOf(a answer, l *look) []doctor.Finding {
	const check = "templates"
	if findings := a.refused(check, templatesPath); findings != nil {
		return findings
	}
	var list struct{ Templates []template }
	if findings := a.document(check, templatesPath, &list); findings != nil {
		return findings
	}
	var findings []doctor.Finding
	tell := func(verdict doctor.Verdict, row int, what, do string, is func(template) bool) {
		var named []string
		for _, t := range list.Templates {
			if is(t) {
				named = append(named, t.Repository)
			}
		}
		if len(named) > 0 {
			message := what + ": " + shown(strings.Join(named, ", "))
			findings = append(findings, doctor.Finding{Check: check, Verdict: verdict, Row: row, Message: message, Do: do})
		}
	}
	if len(list.Templates) == 0 {
		findings = append(findings, warning(check, 26, "there are no templates "+l.where(),
			"set TOWER_DATA_STUDIO_TEMPLATES_<KEY>_REPOSITORY and _TOOL, with a key without an underscore"))
	}
	tell(doctor.Problem, 26, "templates without a tool", "set TOWER_DATA_STUDIO_TEMPLATES_<KEY>_TOOL of each, with a key without an underscore",
		func(t template) bool { return t.Tool == "" || t.Tool == "custom" })
	tell(doctor.Warning, 26, "templates that are shown as unsupported",
		"set TOWER_DATA_STUDIO_TEMPLATES_<KEY>_STATUS of each to "+strings.Join(statuses, ", ")+", and nothing else",
		func(t template) bool { return !slices.Contains(statuses, t.Status) })
	tell(doctor.Warning, 26, "templates whose session client is too old for Connect "+l.ConnectVersion, "give images of the Platform's version",
		func(t template) bool { return platform.IsTooFarBehind(platform.Client(t.Repository), l.ConnectVersion) })
	tell(doctor.Warning, 33, "templates that do not work with path routing", "take them out, or give sessions hosts of their own",
		func(t template) bool { return l.PathRouting && t.Tool == "xpra" })
	return orFine(findings, check, fmt.Sprintf("%d templates %s, each with its tool", len(list.Templates), l.where()))
}
