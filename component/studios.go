package component

import (
	"reflect"
	"strings"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Token is the type of [Studios] in every language and in the state. It is a constant, because a component that a Go
// program registers itself has no provider from which a token could be derived.
const Token = "seqera-studios:index:Studios"

// Studios is Seqera Studios beside a running Seqera Platform: its credentials, proxy, server and Ingress, and the
// settings, key and restarts that the Platform needs for it.
type Studios struct {
	pulumi.ResourceState

	// ConnectURL is the public URL of the Studios proxy.
	ConnectURL pulumi.StringOutput `pulumi:"connectUrl"`
	// WildcardHost is the host for which DNS and certificate must exist; sessions are served under it.
	WildcardHost pulumi.StringOutput `pulumi:"wildcardHost"`
	// RegistrationToken is the OIDC registration token that Platform and proxy share. Secret, and empty where it is the
	// Platform's own.
	RegistrationToken pulumi.StringOutput `pulumi:"registrationToken"` // not marked: Java's SDK would not compile
	// OidcSecretName is the Secret with the Platform's signing key, also where it is the Platform's own.
	OidcSecretName pulumi.StringOutput `pulumi:"oidcSecretName"`
	// TokenSecretName is the Secret from which the proxy reads its credentials.
	TokenSecretName pulumi.StringOutput `pulumi:"tokenSecretName"`
	// ProxyServiceName is the Service in front of the proxy.
	ProxyServiceName pulumi.StringOutput `pulumi:"proxyServiceName"`
	// ServerServiceName is the headless Service of the server.
	ServerServiceName pulumi.StringOutput `pulumi:"serverServiceName"`
	// TemplateCheckURL shows the configured tools; replace <WORKSPACE_ID>. Every tool must be listed by its name,
	// none as "custom".
	TemplateCheckURL pulumi.StringOutput `pulumi:"templateCheckUrl"`
}

// Annotate describes the outputs in the schema.
func (a *Studios) Annotate(an infer.Annotator) { annotate(an, a) }

// NewStudios declares Studios as one graph. Order, where it matters:
//
//	preflight → Secrets, ConfigMaps → cron → backend → proxy, server → Ingress → switch
//
// It waits for the arguments: one that the program resolves by itself, after this has returned, is waited for in vain.
//
// The error, if any, lists all problems of the arguments or all that the cluster lacks; nothing has been changed then.
func NewStudios(ctx *pulumi.Context, name string, args *StudiosArgs, opts ...pulumi.ResourceOption) (*Studios, error) {
	return newStudios(newCompletion(ctx), name, args, opts...)
}

func newStudios(learnt *completion, name string, args *StudiosArgs, opts ...pulumi.ResourceOption) (*Studios, error) {
	ctx := learnt.ctx
	if args == nil {
		args = &StudiosArgs{}
	}
	complete, err := learnt.completed(name, args)
	if err != nil {
		return nil, err
	}
	options, err := pulumi.NewResourceOptions(opts...)
	if err != nil {
		return nil, err
	}
	studios := &Studios{}
	g := &graph{StudiosArgs: complete, ctx: ctx, name: name, parent: studios}
	g.minimums, g.plain, g.isLenient = learnt.minimums, learnt.plain, learnt.isLenient
	g.owners = owners(ctx, name, options.Aliases)
	if err := g.refuseSecond(options); err != nil {
		return nil, err
	}
	if err := ctx.RegisterComponentResourceV2(Token, name, recorded(args), studios, opts...); err != nil {
		return nil, err
	}
	if len(learnt.unknown) > 0 {
		notice := "unknown in this preview and checked when they are known: " + strings.Join(learnt.unknown, ", ")
		if err := ctx.Log.Info(notice, &pulumi.LogArgs{Resource: studios}); err != nil {
			return nil, err
		}
	}
	if err := g.declare(studios); err != nil {
		return nil, err
	}
	return studios, ctx.RegisterResourceOutputs(studios, studios.outputs())
}

// outputs are the fields by the names that other languages have for them.
func (s *Studios) outputs() pulumi.Map {
	all, fields := pulumi.Map{}, reflect.ValueOf(s).Elem()
	for i := range fields.NumField() {
		if name := fields.Type().Field(i).Tag.Get("pulumi"); name != "" {
			all[name] = fields.Field(i).Interface().(pulumi.Output)
		}
	}
	return all
}

func (g *graph) declare(studios *Studios) (err error) {
	if g.safe, err = g.newPreflight(); err != nil {
		return err
	}
	if err := g.discover(); err != nil {
		return err
	}
	credentials, err := g.newCredentials()
	if err != nil {
		return err
	}
	config, err := g.newPlatformConfig(credentials)
	if err != nil {
		return err
	}
	cron, err := g.newRollout(g.cron(), credentials, config)
	if err != nil {
		return err
	}
	backend, err := g.newRollout(g.backend(), credentials, config, cron)
	if err != nil {
		return err
	}
	account, err := g.newServiceAccount()
	if err != nil {
		return err
	}
	proxy, err := g.newProxy(credentials, backend, account)
	if err != nil {
		return err
	}
	server, err := g.newServer(credentials, backend, account)
	if err != nil {
		return err
	}
	if err := g.newNetworkPolicies(); err != nil {
		return err
	}
	door, err := g.newDoor(proxy, server)
	if err != nil {
		return err
	}
	if err := g.newSwitch(credentials, config, door); err != nil {
		return err
	}
	g.fill(studios, credentials)
	return nil
}

// fill gives the outputs their values.
func (g *graph) fill(studios *Studios, c *credentials) {
	studios.ConnectURL = text(g.ConnectURL)
	studios.WildcardHost = g.wildcardHost()
	studios.RegistrationToken = c.token
	studios.OidcSecretName = text(orElse(g.Oidc.ExistingKeySecret, g.Oidc.SecretName))
	studios.TokenSecretName = text(g.Oidc.TokenSecretName)
	studios.ProxyServiceName = text(g.Proxy.Name)
	studios.ServerServiceName = text(g.Server.Name)
	studios.TemplateCheckURL = pulumi.Sprintf("%s/api/studios/templates?workspaceId=<WORKSPACE_ID>", g.PlatformURL)
}
