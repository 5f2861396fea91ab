package outside

import (
	"context"
	"slices"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

const featuresPath = "/api/permissions/features"

func features(ctx context.Context, l *look) []doctor.Finding {
	if l.Token == "" {
		return withoutToken(featuresCheck, "features")
	}
	return featuresOf(l.api(ctx, featuresPath+l.query()), l)
}

const featuresCheck = "features"

// featuresOf takes a feature that is off for a problem in a workspace only: who Studios is for is said by workspaces.
func featuresOf(a answer, l *look) (findings []doctor.Finding) {
	if findings := a.refused(featuresCheck, featuresPath); findings != nil {
		return findings
	}
	var list struct{ Features []string }
	if findings := a.document(featuresCheck, featuresPath, &list); findings != nil {
		return findings
	}
	off := func(row int, feature, do string) {
		verdict := doctor.Problem
		if l.Workspace == 0 {
			verdict, do = doctor.Warning, do+"; or give a workspace: for a user alone this is only an inference"
		}
		if !slices.Contains(list.Features, feature) {
			message := feature + " is off " + l.where()
			findings = append(findings, doctor.Finding{Check: featuresCheck, Verdict: verdict, Row: row, Message: message, Do: do})
		}
	}
	if l.version != "" && !platform.IsOlder(l.version, "26.1") {
		off(25, "DATA_STUDIO", "take TOWER_DATA_STUDIO_ALLOWED_WORKSPACES out for all workspaces, or add this one: an empty list is none")
	} else {
		off(24, "DATA_STUDIO", "set tower.data-studio.allowed-workspaces in tower.yml to null for all workspaces, or add this one, and restart "+
			"backend and cron")
	}
	off(27, "DATA_EXPLORER", "set TOWER_DATA_EXPLORER_ENABLED to true, and restart backend and cron")
	if l.servesSSH() {
		off(25, "DATA_STUDIO_SSH_ENABLED", "set TOWER_DATA_STUDIO_SSH_ALLOWED_WORKSPACES: here an empty list is all, and none is none")
		off(30, "SSH_KEYS_MANAGEMENT", "set TOWER_SSH_KEYS_MANAGEMENT_ENABLED to true, so that users can add their keys")
	}
	return orFine(findings, featuresCheck, "Studios is on "+l.where()+", with what it needs")
}
