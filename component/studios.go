package component

import (
	"strings"
	"time"

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
	// RegistrationToken is the OIDC registration token that Platform and proxy share. Secret.
	RegistrationToken pulumi.StringOutput `pulumi:"registrationToken"` // not marked: Java's SDK would not compile
	// OidcSecretName is the Secret with the Platform's signing key.
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

// NewStudios declares Studios as one graph. Order, where it matters:
//
//	preflight → Secrets, ConfigMaps → cron → backend → proxy, server → Ingress → switch
//
// The error, if any, lists all problems of the arguments or all that the cluster lacks; nothing has been changed then.
func NewStudios(ctx *pulumi.Context, name string, args *StudiosArgs, opts ...pulumi.ResourceOption) (*Studios, error) {
	if args == nil {
		args = &StudiosArgs{}
	}
	s, err := resolve(ctx, name, args)
	if err != nil {
		return nil, err
	}
	options, err := pulumi.NewResourceOptions(opts...)
	if err != nil {
		return nil, err
	}
	if err := s.take(ctx, options); err != nil {
		return nil, err
	}
	s.owners = owners(ctx, name, options.Aliases)
	studios := &Studios{}
	if err := ctx.RegisterComponentResourceV2(Token, name, recorded(args), studios, opts...); err != nil {
		return nil, err
	}
	if len(s.unknown) > 0 {
		notice := "unknown in this preview and checked when they are known: " + strings.Join(s.unknown, ", ")
		if err := ctx.Log.Info(notice, &pulumi.LogArgs{Resource: studios}); err != nil {
			return nil, err
		}
	}
	g := &graph{ctx: ctx, settings: s, parent: studios, started: time.Now()}
	if err := g.declare(studios); err != nil {
		return nil, err
	}
	return studios, ctx.RegisterResourceOutputs(studios, pulumi.Map{
		"connectUrl":        studios.ConnectURL,
		"wildcardHost":      studios.WildcardHost,
		"registrationToken": studios.RegistrationToken,
		"oidcSecretName":    studios.OidcSecretName,
		"tokenSecretName":   studios.TokenSecretName,
		"proxyServiceName":  studios.ProxyServiceName,
		"serverServiceName": studios.ServerServiceName,
		"templateCheckUrl":  studios.TemplateCheckURL,
	})
}

// graph declares resources under one component.
type graph struct {
	*settings
	ctx    *pulumi.Context
	parent pulumi.Resource
	// safe is what everything that changes the cluster waits for.
	safe pulumi.Resource
	// started tells in a preview which writes are trials of the preview itself.
	started time.Time
}

func (g *graph) declare(studios *Studios) (err error) {
	if g.safe, err = g.newPreflight(); err != nil {
		return err
	}
	live, err := g.readPlatform()
	if err != nil {
		return err
	}

	credentials, err := g.newCredentials()
	if err != nil {
		return err
	}
	config, err := g.newPlatformConfig(credentials, live)
	if err != nil {
		return err
	}
	cron, err := g.newRollout(g.platform.cron, live.cron, credentials, config)
	if err != nil {
		return err
	}
	backend, err := g.newRollout(g.platform.backend, live.backend, credentials, config, cron)
	if err != nil {
		return err
	}
	proxy, err := g.newProxy(credentials, backend)
	if err != nil {
		return err
	}
	server, err := g.newServer(credentials, backend)
	if err != nil {
		return err
	}
	ingress, err := g.newIngress(proxy, server)
	if err != nil {
		return err
	}
	if err := g.newSwitch(credentials, ingress); err != nil {
		return err
	}

	studios.ConnectURL = g.connectURL
	studios.WildcardHost = g.ingress.host
	studios.RegistrationToken = credentials.token
	studios.OidcSecretName = g.oidc.secret
	studios.TokenSecretName = g.oidc.credentialsName
	studios.ProxyServiceName = g.proxy.name
	studios.ServerServiceName = g.server.name
	studios.TemplateCheckURL = pulumi.Sprintf("%s/api/studios/templates?workspaceId=<WORKSPACE_ID>", g.platformURL)
	return nil
}

// under gives the options of a child that waits for the given resources.
func (g *graph) under(after []pulumi.Resource, more ...pulumi.ResourceOption) []pulumi.ResourceOption {
	opts := []pulumi.ResourceOption{pulumi.Parent(g.parent)}
	if g.safe != nil {
		after = append([]pulumi.Resource{g.safe}, after...)
	}
	return append(append(opts, pulumi.DependsOn(after)), more...)
}

// logical is the name of a child in the state: children's URNs hold only the type of their parent, so two components
// would collide without its name.
func (g *graph) logical(child string) string { return g.name + "-" + child }
