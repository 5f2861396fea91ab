package component

import (
	"fmt"
	"strings"
	"time"

	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/certificate"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// CertificateAuthorityArgs are of the private certificate authority that has signed the certificates of proxy and Platform. The
// Platform hands it on to new sessions, whose client needs 0.13.0 or later. It is no authority to the Platform itself, nor to browsers.
type CertificateAuthorityArgs struct {
	// PEM is the root certificate, which is put into a ConfigMap.
	PEM pulumi.StringPtrInput `pulumi:"pem,optional"`
	// ConfigMapName is the ConfigMap that has the root certificate already. Another version of it restarts what reads it.
	ConfigMapName pulumi.StringPtrInput `pulumi:"configMapName,optional"`
	// SecretName is the Secret that has it already. No more than its version is read; another restarts what reads it.
	SecretName pulumi.StringPtrInput `pulumi:"secretName,optional"`
	// Key is where in that ConfigMap or Secret it is.
	Key pulumi.StringPtrInput `pulumi:"key,optional"`
	// Name begins the name of the ConfigMap with pem; a hash of it ends it.
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// InProxyAndServer is whether proxy and server get it too, in a folder that SSL_CERT_DIR names: what programs in Go trust beside
	// the system's own, for the Platform's certificate and that of Redis. Seqera documents no way for her images, and with them this
	// was not tried.
	InProxyAndServer pulumi.BoolPtrInput `pulumi:"inProxyAndServer,optional"`
}

// Annotate describes the arguments in the schema.
func (a *CertificateAuthorityArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *CertificateAuthorityArgs) rows() []row {
	const handsOn = "26.2"
	return []row{
		derived(&a.PEM, none, certificate.RootRule).since(handsOn, ""),
		derived(&a.ConfigMapName, none, rules.ObjectName).excluding(&a.PEM).since(handsOn, ""),
		derived(&a.SecretName, none, rules.ObjectName).excluding(&a.PEM, &a.ConfigMapName).since(handsOn, ""),
		derived(&a.Key, `"`+authorityKey+`"`, rules.ConfigMapKey),
		constant(&a.Name, "connect-certificate-authority", rules.NameBeforeHash),
		flag(&a.InProxyAndServer, false),
	}
}

const (
	authorityKey = "ca.crt" // of what cert-manager and trust-manager make
	authorityPem = "ca.pem"
	// authorityMount is beside that of the key and not below it: nothing can be mounted inside of a volume that is read-only.
	authorityMount  = "/etc/seqera-studios-ca"
	authorityVolume = "seqera-studios-ca"
)

func (a *CertificateAuthorityArgs) isOn() bool {
	return a.PEM != nil || a.ConfigMapName != nil || a.SecretName != nil
}

// isOurs tells that it is in a ConfigMap of our own.
func (a *CertificateAuthorityArgs) isOurs() bool { return a.PEM != nil }

// key is that of whatever holds the certificate.
func (a *CertificateAuthorityArgs) key() pulumi.StringPtrInput {
	if a.isOurs() {
		return constantText(authorityKey)
	}
	return orElse[pulumi.StringPtrInput](a.Key, constantText(authorityKey))
}

// configMap is ours, whose name changes with its content, or somebody else's; nil where there is none.
func (a *CertificateAuthorityArgs) configMap() pulumi.StringPtrInput {
	if !a.isOurs() {
		return a.ConfigMapName
	}
	return pulumi.All(a.Name, a.PEM).ApplyT(func(of []any) string {
		return of[0].(string) + "-" + shortHash(of[1].(string))
	}).(pulumi.StringOutput)
}

// newAuthority is nil where there is none, or it is somebody else's.
func (g *graph) newAuthority() (*corev1.ConfigMap, error) {
	a := g.CertificateAuthority
	if !a.isOurs() {
		return nil, nil
	}
	return corev1.NewConfigMap(g.ctx, g.logical("certificate-authority"), &corev1.ConfigMapArgs{
		Metadata:  g.meta(a.configMap(), "", nil),
		Immutable: pulumi.Bool(true),
		Data:      pulumi.StringMap{authorityKey: text(a.PEM)},
	}, g.under(nil)...)
}

// authorityMark restarts what reads the certificate.
func (g *graph) authorityMark() pulumi.StringInput {
	a := g.CertificateAuthority
	if a.SecretName != nil {
		return g.version(authorityAnnotation, a.SecretName)
	}
	configMap := text(a.configMap())
	if a.isOurs() {
		return configMap
	}
	if g.facts == nil || g.known(configMap) == "" {
		return await.Unknown[string, pulumi.StringOutput]()
	}
	version := writtenFirst
	if live := g.facts.ConfigMap(g.known(configMap)); live != nil {
		version = live.Version
	}
	return mark(configMap, constantText(version))
}

// authorityFile is what the Platform gets. A Secret is another volume than a ConfigMap: while one patch takes the place of another
// the Deployment has both, and no volume may be of two kinds.
func (g *graph) authorityFile() file {
	a := g.CertificateAuthority
	items := corev1.KeyToPathPatchArray{&corev1.KeyToPathPatchArgs{Key: text(a.key()), Path: pulumi.String(authorityPem)}}
	f := file{File: platform.File{
		Volume: authorityVolume, Key: g.known(a.key()), Mount: authorityMount, Name: authorityPem, Variable: platform.Authority,
	}}
	if a.SecretName != nil {
		f.Volume, f.Secret = authorityVolume+"-secret", g.known(a.SecretName)
		f.source.Secret = &corev1.SecretVolumeSourcePatchArgs{SecretName: a.SecretName, Items: items}
		return f
	}
	f.ConfigMap = g.known(a.configMap())
	f.source.ConfigMap = &corev1.ConfigMapVolumeSourcePatchArgs{Name: a.configMap(), Items: items}
	return f
}

// isTrusted tells that proxy and server have it too.
func (a *CertificateAuthorityArgs) isTrusted(c *pulumi.Context) bool {
	return a.isOn() && awaitInput[bool](c, a.InProxyAndServer).Value
}

// trust gives it to pods of ours.
func (a *CertificateAuthorityArgs) trust(c *pulumi.Context, p *pods) {
	if !a.isTrusted(c) {
		return
	}
	items := corev1.KeyToPathArray{&corev1.KeyToPathArgs{Key: text(a.key()), Path: pulumi.String(authorityPem)}}
	source := corev1.VolumeArgs{}
	if a.SecretName != nil {
		source.Secret = &corev1.SecretVolumeSourceArgs{SecretName: a.SecretName, Items: items}
	} else {
		source.ConfigMap = &corev1.ConfigMapVolumeSourceArgs{Name: a.configMap(), Items: items}
	}
	p.variables = append(p.variables, env("SSL_CERT_DIR", "certificateAuthority.inProxyAndServer", constantText(authorityMount)))
	p.volumes = append(p.volumes, volume{name: authorityVolume, path: authorityMount, source: source})
}

// untrusted is what sessions would refuse of the certificate, as far as it may be looked at.
func (g *graph) untrusted() (problems field.ErrorList, warnings []string) {
	a := g.CertificateAuthority
	path, value, text := "pem", "[PEM]", g.known(a.PEM)
	if name := g.known(a.ConfigMapName); name != "" {
		live := g.facts.ConfigMap(name)
		if live == nil {
			return nil, []string{fmt.Sprintf("certificateAuthority.configMapName: there is no ConfigMap %q in the namespace; make it, "+
				"or the next pods of backend and cron cannot start", name)}
		}
		path, value, text = "configMapName", name, live.Values[g.known(a.key())]
	}
	if text == "" {
		return nil, nil
	}
	found, soon := certificate.CheckRoot(text, time.Now())
	for _, problem := range found {
		problems = append(problems, field.Invalid(field.NewPath("certificateAuthority", path), value, problem))
	}
	for _, warning := range soon {
		warnings = append(warnings, "certificateAuthority."+path+": the certificate "+warning)
	}
	return problems, warnings
}

// authorityWarnings are of what cannot act, and of templates whose sessions do not know of authorities.
func (g *graph) authorityWarnings() (all []string) {
	a := g.CertificateAuthority
	if !a.isOn() {
		if a.Key != nil || awaitInput[bool](g.ctx, a.InProxyAndServer).Value {
			all = append(all, "certificateAuthority: does nothing without pem, configMapName or secretName")
		}
		return all
	}
	if a.isOurs() && a.Key != nil {
		all = append(all, "certificateAuthority.key: does nothing beside pem")
	}
	_, warnings := g.untrusted()
	all = append(all, warnings...)
	var before []string
	for _, key := range rules.Sorted(g.Templates) {
		if platform.IsOlder(platform.Client(g.known(g.Templates[key].Repository)), platform.TakesAuthorities) {
			before = append(before, key)
		}
	}
	if len(before) > 0 {
		all = append(all, fmt.Sprintf("certificateAuthority: the session clients of these templates are older than %s and know of no authority, "+
			"so their sessions may not reach proxy and Platform: %s", platform.TakesAuthorities, strings.Join(before, ", ")))
	}
	return all
}
