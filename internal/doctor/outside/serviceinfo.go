package outside

import (
	"context"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

func serviceInfo(ctx context.Context, l *look) (version string, findings []doctor.Finding) {
	return serviceInfoOf(l.get(ctx, l.Platform+serviceInfoPath))
}

const serviceInfoPath = "/api/service-info"

func serviceInfoOf(a answer) (version string, findings []doctor.Finding) {
	const check = "platform"
	var info struct {
		ServiceInfo struct {
			Version string `json:"version"`
		} `json:"serviceInfo"`
	}
	if findings := a.document(check, serviceInfoPath, &info); findings != nil {
		return "", findings
	}
	version = shown(info.ServiceInfo.Version)
	if version == "" {
		return "", one(problem(check, 0, serviceInfoPath+" tells no version, so it is not a Platform that answers", "give the Platform's URL"))
	}
	return version, one(fine(check, "Platform "+version+" answers"))
}
