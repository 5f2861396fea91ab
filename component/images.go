package component

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	proxyImage  = "cr.seqera.io/enterprise/studios/proxy"
	serverImage = "cr.seqera.io/enterprise/studios/server"
)

var pullPolicies = enum{"PullPolicy", []string{"Always", "IfNotPresent", "Never"}}

func imageFrom(repository string) string {
	return fmt.Sprintf("%s, of the version that belongs to the Platform's", repository)
}

// imageParts are the arguments about one image. Both groups repeat them, for a component package fills no embedded ones.
type imageParts struct {
	whole                   *pulumi.StringPtrInput
	byDefault               string
	repository, tag, digest pulumi.StringPtrInput
}

func (a *StudiosArgs) images() []imageParts {
	return []imageParts{
		{&a.Proxy.Image, proxyImage, a.Proxy.ImageRepository, a.Proxy.ImageTag, a.Proxy.ImageDigest},
		{&a.Server.Image, serverImage, a.Server.ImageRepository, a.Server.ImageTag, a.Server.ImageDigest},
	}
}

// fillImages puts together what is not given whole. A digest alone says which version it is, and to nobody who reads it: no tag
// is put beside it that might be that of another.
func (a *StudiosArgs) fillImages(version pulumi.StringOutput) {
	for _, of := range a.images() {
		if *of.whole != nil {
			continue
		}
		image := pulumi.Sprintf("%s", orElse[pulumi.StringPtrInput](of.repository, a.mirrored(of.byDefault)))
		if of.tag != nil || of.digest == nil {
			image = pulumi.Sprintf("%s:%s", image, orElse[pulumi.StringPtrInput](of.tag, version))
		}
		if of.digest != nil {
			image = pulumi.Sprintf("%s@%s", image, of.digest)
		}
		*of.whole = image
	}
}

// mirrored is one of Seqera's images in the registry that is to be used instead of hers.
func (a *StudiosArgs) mirrored(image string) pulumi.StringOutput {
	if a.ImageRegistry == nil {
		return constantText(image)
	}
	return pulumi.Sprintf("%s%s", a.ImageRegistry, image[strings.Index(image, "/"):])
}
