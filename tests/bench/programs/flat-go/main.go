// The objects of Studios as a Go program declares them without the component: in the same order, with the same waits,
// and nothing is looked up or checked. What the benchmark compares the component with.
package main

import (
	"encoding/base64"
	"os"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi-tls/sdk/v5/go/tls"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

type program struct {
	ctx                 *pulumi.Context
	namespace, logLevel pulumi.String
	token               *random.RandomPassword
	key                 *tls.PrivateKey
}

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		p := &program{
			ctx:       ctx,
			namespace: pulumi.String(settings.Require("namespace")),
			logLevel:  pulumi.String(settings.Require("logLevel")),
		}
		return p.declare()
	})
}

func (p *program) declare() error {
	certs, credentials, err := p.secrets()
	if err != nil {
		return err
	}
	config, err := p.platformConfig()
	if err != nil {
		return err
	}
	cron, err := p.restart("cron", append(config, certs))
	if err != nil {
		return err
	}
	backend, err := p.restart("backend", cron)
	if err != nil {
		return err
	}
	proxy, err := p.proxy(append(backend, credentials))
	if err != nil {
		return err
	}
	server, err := p.server(append(backend, credentials))
	if err != nil {
		return err
	}
	ingress, err := p.ingress(append(proxy, server...))
	if err != nil {
		return err
	}
	_, err = corev1.NewConfigMapPatch(p.ctx, "switch", p.environment(), pulumi.IgnoreChanges([]string{"data"}), pulumi.DependsOn(ingress))
	return err
}

func (p *program) secrets() (certs, credentials *corev1.Secret, err error) {
	p.token, err = random.NewRandomPassword(p.ctx, "token", &random.RandomPasswordArgs{
		Length: pulumi.Int(32), Special: pulumi.Bool(false),
	})
	if err != nil {
		return nil, nil, err
	}
	p.key, err = tls.NewPrivateKey(p.ctx, "key", &tls.PrivateKeyArgs{Algorithm: pulumi.String("RSA"), RsaBits: pulumi.Int(3072)})
	if err != nil {
		return nil, nil, err
	}
	pem := pulumi.Sprintf("%s%s", p.key.PrivateKeyPemPkcs8, p.key.PublicKeyPem)
	if certs, err = p.secret("platform-oidc-certs", pulumi.StringMap{"oidc.pem": encoded(pem)}); err != nil {
		return nil, nil, err
	}
	credentials, err = p.secret("connect-credentials", pulumi.StringMap{"registration-token": encoded(p.token.Result)})
	return certs, credentials, err
}

func (p *program) secret(name string, data pulumi.StringMap) (*corev1.Secret, error) {
	return corev1.NewSecret(p.ctx, name, &corev1.SecretArgs{
		Metadata: p.meta(name, ""), Type: pulumi.String("Opaque"), Data: data,
	})
}

func encoded(text pulumi.StringOutput) pulumi.StringOutput {
	return text.ApplyT(func(text string) string {
		return base64.StdEncoding.EncodeToString([]byte(text))
	}).(pulumi.StringOutput)
}

func (p *program) platformConfig() ([]pulumi.Resource, error) {
	environment, err := corev1.NewConfigMapPatch(p.ctx, "environment", p.environment())
	if err != nil {
		return nil, err
	}
	document, err := os.ReadFile("tower.yml")
	if err != nil {
		return nil, err
	}
	towerYml, err := corev1.NewConfigMapPatch(p.ctx, "tower-yml", &corev1.ConfigMapPatchArgs{
		Metadata: p.patchMeta("tower-yml", "seqera-studios"),
		Data:     pulumi.StringMap{"tower.yml": pulumi.ToSecret(pulumi.String(document)).(pulumi.StringOutput)},
	}, pulumi.RetainOnDelete(true))
	return []pulumi.Resource{environment, towerYml}, err
}

func (p *program) environment() *corev1.ConfigMapPatchArgs {
	data := pulumi.StringMap{
		"TOWER_DATA_EXPLORER_ENABLED":                  pulumi.String("true"),
		"TOWER_DATA_STUDIO_CONNECT_URL":                pulumi.String("https://connect.example.com"),
		"TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN": p.token.Result,
	}
	for key, template := range map[string][3]string{
		"JUPYTERGA": {"jupyter", "8080", "jupyter:4.2.5-0.11"},
		"RIDE":      {"ride", "8787", "ride:2025.04.1-0.11"},
		"VSCODEGA":  {"vscode", "3000", "vscode:1.101.2-0.11"},
		"XPRAGA":    {"xpra", "14500", "xpra:6.2.0-r2-1-0.11"},
	} {
		prefix := "TOWER_DATA_STUDIO_TEMPLATES_" + key + "_"
		data[prefix+"ICON"] = pulumi.String(template[0])
		data[prefix+"TOOL"] = pulumi.String(template[0])
		data[prefix+"PORT"] = pulumi.String(template[1])
		data[prefix+"REPOSITORY"] = pulumi.String("public.cr.seqera.io/platform/data-studio-" + template[2])
		data[prefix+"STATUS"] = pulumi.String("recommended")
	}
	return &corev1.ConfigMapPatchArgs{Metadata: p.patchMeta("platform-backend-cfg", "seqera-studios"), Data: data}
}

// patchMeta names the field manager only where it is to be the same one again; the two patches of a Deployment must not
// write the annotation in turn.
func (p *program) patchMeta(name, manager string) *metav1.ObjectMetaPatchArgs {
	annotations := pulumi.StringMap{"pulumi.com/patchForce": pulumi.String("true")}
	if manager != "" {
		annotations["pulumi.com/patchFieldManager"] = pulumi.String(manager)
	}
	return &metav1.ObjectMetaPatchArgs{Name: pulumi.String(name), Namespace: p.namespace, Annotations: annotations}
}

// meta is the metadata of an object; role is empty for what belongs to no workload.
func (p *program) meta(name, role string) *metav1.ObjectMetaArgs {
	labels := pods(role)
	labels["app.kubernetes.io/instance"] = pulumi.String("studios")
	labels["app.kubernetes.io/managed-by"] = pulumi.String("pulumi")
	return &metav1.ObjectMetaArgs{Name: pulumi.String(name), Namespace: p.namespace, Labels: labels}
}

func pods(role string) pulumi.StringMap {
	labels := pulumi.StringMap{"app.kubernetes.io/name": pulumi.String("seqera-studios")}
	if role != "" {
		labels["app.kubernetes.io/component"] = pulumi.String(role)
	}
	return labels
}
