package component

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// StudiosArgs are the arguments of [Studios]. What is left out has its default, as a rule the value of Seqera's own
// manifests; the list of arguments above has all of them.
type StudiosArgs struct {
	// Namespace in which Seqera Platform runs; Studios is installed beside it. Example: "seqera".
	Namespace pulumi.StringInput `pulumi:"namespace"`
	// PlatformURL is the public URL of Seqera Platform, the same as its TOWER_SERVER_URL.
	PlatformURL pulumi.StringInput `pulumi:"platformUrl"`
	// ConnectURL is the public URL of the Studios proxy, under the same registrable domain as the Platform. Sessions are
	// served at siblings of its host: with "https://connect.example.com" DNS and certificate must cover "*.example.com".
	ConnectURL pulumi.StringInput `pulumi:"connectUrl"`
	// Redis is the Redis server that proxy and server share.
	Redis RedisArgs `pulumi:"redis"`
	// AllowedWorkspaces are the numeric IDs of the workspaces that may use Studios. An empty list allows none.
	// Example: [12345, 67890].
	AllowedWorkspaces pulumi.IntArrayInput `pulumi:"allowedWorkspaces,optional"`
	// AllowedWorkspacesIn is where the list of allowed workspaces stands: in tower.yml, in the Platform's environment, or
	// wherever the Platform's owner keeps it, and then it is not ours to set.
	AllowedWorkspacesIn pulumi.StringPtrInput `pulumi:"allowedWorkspacesIn,optional"`
	// Workspaces are those that may use a part of Studios.
	Workspaces *WorkspacesArgs `pulumi:"workspaces,optional"`
	// Templates are the tools offered for new sessions, by template key. A map given here replaces all of the default.
	Templates map[string]TemplateArgs `pulumi:"templates,optional"`
	// TemplateSets are the sets of Seqera's own templates that are offered, by the status that she gives them.
	TemplateSets pulumi.StringArrayInput `pulumi:"templateSets,optional"`
	// RemovedTemplates are keys of Seqera's own templates that are not offered. Example: ["XPRAGA"].
	RemovedTemplates pulumi.StringArrayInput `pulumi:"removedTemplates,optional"`
	// AdditionalTemplates are offered besides, or instead of the one that has the same key.
	AdditionalTemplates map[string]TemplateArgs `pulumi:"additionalTemplates,optional"`
	// Wave holds what concerns the images that Wave builds for sessions.
	Wave *WaveArgs `pulumi:"wave,optional"`
	// Sessions holds what concerns all sessions.
	Sessions *SessionArgs `pulumi:"sessions,optional"`
	// Quotas limit what is transferred to and from sessions.
	Quotas *QuotasArgs `pulumi:"quotas,optional"`
	// Oidc holds the credentials by which proxy and Platform trust each other.
	Oidc *OidcArgs `pulumi:"oidc,optional"`
	// Rotation says when generated credentials are replaced.
	Rotation *RotationArgs `pulumi:"rotation,optional"`
	// Proxy is the Deployment and Service that users' browsers reach.
	Proxy *ProxyArgs `pulumi:"proxy,optional"`
	// Server is the StatefulSet and headless Service that sessions tunnel to.
	Server *ServerArgs `pulumi:"server,optional"`
	// SSH is how sessions are reached by SSH.
	SSH *SSHArgs `pulumi:"ssh,optional"`
	// Ingress is the wildcard Ingress in front of the proxy.
	Ingress *IngressArgs `pulumi:"ingress,optional"`
	// Certificate is the one by which browsers know the proxy's hosts, for a preview to check it.
	Certificate *CertificateArgs `pulumi:"certificate,optional"`
	// CertificateAuthority is a private one, which sessions are to trust.
	CertificateAuthority *CertificateAuthorityArgs `pulumi:"certificateAuthority,optional"`
	// Gateway leads to the proxy by a Gateway in place of an Ingress.
	Gateway *GatewayArgs `pulumi:"gateway,optional"`
	// Platform names the objects of the running Platform that Studios has to change. What is left out is found.
	Platform *PlatformArgs `pulumi:"platform,optional"`
	// ImageRegistry is a registry that mirrors Seqera's two, with a path perhaps: all images that are not given otherwise come
	// from there, those of session templates too, which compute environments pull. Example: "registry.example.com/seqera".
	ImageRegistry pulumi.StringPtrInput `pulumi:"imageRegistry,optional"`
	// ImagePullSecrets are the names of the Secrets with the registry credentials of proxy and server.
	ImagePullSecrets pulumi.StringArrayInput `pulumi:"imagePullSecrets,optional"`
	// NodeSelector places the pods of proxy and server. Their images are published for amd64 only.
	NodeSelector pulumi.StringMapInput `pulumi:"nodeSelector,optional"`
	// ServiceAccount is that of proxy and server.
	ServiceAccount *ServiceAccountArgs `pulumi:"serviceAccount,optional"`
	// PodSecurity is the Pod Security Standard that proxy and server keep beyond what Seqera's manifests have. A namespace that
	// enforces it needs it.
	PodSecurity pulumi.StringPtrInput `pulumi:"podSecurity,optional"`
	// CheckPodSecurity holds the pods against the Pod Security Standard that the namespace enforces, in the preview. It needs the
	// right to get the namespace.
	CheckPodSecurity pulumi.BoolPtrInput `pulumi:"checkPodSecurity,optional"`
	// OpenShift leaves user, group and volume group of the pods to OpenShift, which chooses them by namespace.
	OpenShift pulumi.BoolPtrInput `pulumi:"openshift,optional"`
	// NetworkPolicy is what proxy and server may be reached by, and reach.
	NetworkPolicy *NetworkPolicyArgs `pulumi:"networkPolicy,optional"`
	// Metrics are those of proxy and server.
	Metrics *MetricsArgs `pulumi:"metrics,optional"`
	// CommonLabels are added to every object created here and to the pods of proxy and server.
	CommonLabels pulumi.StringMapInput `pulumi:"commonLabels,optional"`
	// Labels are added to every object created here.
	Labels pulumi.StringMapInput `pulumi:"labels,optional"`
	// Annotations are added to every object created here.
	Annotations pulumi.StringMapInput `pulumi:"annotations,optional"`
	// TimeoutSeconds is how long each rollout is waited for, in seconds.
	TimeoutSeconds pulumi.IntPtrInput `pulumi:"timeoutSeconds,optional"`
}

// Annotate describes the arguments in the schema.
func (a *StudiosArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *StudiosArgs) rows() []row {
	return []row{
		required(&a.Namespace, rules.LabelName),
		required(&a.PlatformURL, rules.HTTPSURL, rules.Origin),
		required(&a.ConnectURL, rules.HTTPSURL, rules.Origin),
		requiredGroup(&a.Redis, (*RedisArgs).rows),
		derived(&a.AllowedWorkspaces, "all workspaces", rules.WorkspaceIDs).
			asText("all", "all, none, or the IDs such as 12345,67890"),
		allowedIn.derivedAt(&a.AllowedWorkspacesIn, `"environment" from Platform 26.1 on, and "towerYml" before`),
		group(&a.Workspaces, (*WorkspacesArgs).rows),
		groups(&a.Templates, "those that belong to the Platform's version", rules.TemplateKey, (*TemplateArgs).rows),
		constant(&a.TemplateSets, []string{platform.Recommended}, rules.Each(templateSets)),
		derived(&a.RemovedTemplates, none, rules.Each(rules.TemplateKey)),
		groups(&a.AdditionalTemplates, none, rules.TemplateKey, (*TemplateArgs).rows),
		group(&a.Wave, (*WaveArgs).rows),
		group(&a.Sessions, (*SessionArgs).rows),
		group(&a.Quotas, (*QuotasArgs).rows),
		group(&a.Oidc, (*OidcArgs).rows),
		group(&a.Rotation, (*RotationArgs).rows),
		group(&a.Proxy, (*ProxyArgs).rows),
		group(&a.Server, (*ServerArgs).rows),
		group(&a.SSH, (*SSHArgs).rows),
		group(&a.Ingress, (*IngressArgs).rows),
		group(&a.Certificate, (*CertificateArgs).rows),
		group(&a.CertificateAuthority, (*CertificateAuthorityArgs).rows),
		group(&a.Gateway, (*GatewayArgs).rows),
		group(&a.Platform, (*PlatformArgs).rows),
		derived(&a.ImageRegistry, "cr.seqera.io, and public.cr.seqera.io for templates", rules.Registry),
		constant(&a.ImagePullSecrets, []string{"cr.seqera.io"}, rules.EachOnce(rules.ObjectName)),
		constant(&a.NodeSelector, map[string]string{"kubernetes.io/arch": "amd64"}, rules.Labels),
		group(&a.ServiceAccount, (*ServiceAccountArgs).rows),
		podSecurities.derivedAt(&a.PodSecurity, none),
		flag(&a.CheckPodSecurity, false),
		flag(&a.OpenShift, false),
		group(&a.NetworkPolicy, (*NetworkPolicyArgs).rows),
		group(&a.Metrics, (*MetricsArgs).rows),
		derived(&a.CommonLabels, none, rules.Labels),
		derived(&a.Labels, none, rules.Labels),
		derived(&a.Annotations, none, rules.Annotations),
		constant(&a.TimeoutSeconds, 600, rules.AtLeast(1)), // what the Kubernetes provider itself waits for a Deployment
	}
}
