package component

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

const (
	// fieldManager owns our fields of the Platform's objects. A fixed name is taken up again after a lost update,
	// where a generated one would leave its fields behind for ever.
	fieldManager = platform.FieldManager

	// fieldManagerAnnotation and the two after it are the provider's; it writes them to the object.
	fieldManagerAnnotation = "pulumi.com/patchFieldManager"
	forceAnnotation        = "pulumi.com/patchForce"
	skipAwaitAnnotation    = "pulumi.com/skipAwait"
	waitForAnnotation      = "pulumi.com/waitFor"

	ownerAnnotation      = "seqera-studios/owner"
	writtenAnnotation    = "seqera-studios/environment-written"
	towerYmlAnnotation   = "seqera-studios/tower-yml-written"
	keyAnnotation        = "seqera-studios/oidc-key"
	overAnnotation       = "seqera-studios/written-over"
	redisOverAnnotation  = "seqera-studios/redis-written-over"
	templateAnnotation   = "seqera-studios/pod-template"
	tokenAnnotation      = "seqera-studios/registration-token"
	sshAnnotation        = "seqera-studios/ssh-key"
	redisAnnotation      = "seqera-studios/redis-password"
	managementAnnotation = "seqera-studios/management-key"

	redisCertificateAnnotation = "seqera-studios/redis-client-certificate"
	authorityAnnotation        = "seqera-studios/certificate-authority"

	ingressClassAnnotation = "kubernetes.io/ingress.class"
	albAnnotation          = "alb.ingress.kubernetes.io/"

	componentLabel = "app.kubernetes.io/component"
	// Others than in Seqera's manifests, whose Services select by this label alone: an installation by hand that is still
	// there would send its traffic to our pods.
	proxyComponent  = "proxy"
	serverComponent = "server"
)

// shortHash tells contents apart in names.
func shortHash(contents ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(contents, "\n")))
	return hex.EncodeToString(sum[:4])
}
