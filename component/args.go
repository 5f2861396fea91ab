package component

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// StudiosArgs are the arguments of [Studios]. Everything that is not required has the value of Seqera's own
// manifests as its default (defaults.go), except where the field says otherwise.
type StudiosArgs struct {
	// Namespace in which Seqera Platform runs; Studios is installed beside it. Required.
	// Example: "seqera".
	Namespace pulumi.StringInput `pulumi:"namespace"`
	// PlatformURL is the public URL of Seqera Platform, the same as its TOWER_SERVER_URL. Required.
	// An https URL without a path. Example: "https://platform.example.com".
	PlatformURL pulumi.StringInput `pulumi:"platformUrl"`
	// ConnectURL is the public URL of the Studios proxy. Sessions are served at siblings of its host: with
	// "https://connect.example.com" DNS and certificate must cover "*.example.com". Required. An https URL
	// without a path, under the same registrable domain as the Platform. Example: "https://connect.example.com".
	ConnectURL pulumi.StringInput `pulumi:"connectUrl"`
	// Redis is the Redis server that proxy and server share. Required.
	Redis RedisArgs `pulumi:"redis"`
	// AllowedWorkspaces are the numeric IDs of the workspaces that may use Studios. Unset allows all workspaces,
	// an empty list none. Example: [12345, 67890].
	AllowedWorkspaces pulumi.IntArrayInput `pulumi:"allowedWorkspaces,optional"`
	// Templates are the tools offered for new sessions, by template key: capital letters, digits and hyphens.
	// Defaults to the four that Seqera recommends: JUPYTERGA, RIDE, VSCODEGA and XPRAGA. A map given here
	// replaces all of them.
	Templates map[string]TemplateArgs `pulumi:"templates,optional"`
	// Oidc holds the credentials by which proxy and Platform trust each other. Defaults to generated ones.
	Oidc *OidcArgs `pulumi:"oidc,optional"`
	// Proxy is the Deployment and Service that users' browsers reach.
	Proxy *ProxyArgs `pulumi:"proxy,optional"`
	// Server is the StatefulSet and headless Service that sessions tunnel to.
	Server *ServerArgs `pulumi:"server,optional"`
	// Ingress is the wildcard Ingress in front of the proxy.
	Ingress *IngressArgs `pulumi:"ingress,optional"`
	// Platform names the objects of the running Platform that Studios has to change.
	Platform *PlatformArgs `pulumi:"platform,optional"`
	// ImagePullSecrets are the names of the Secrets with the registry credentials of proxy and server.
	// Defaults to ["cr.seqera.io"].
	ImagePullSecrets pulumi.StringArrayInput `pulumi:"imagePullSecrets,optional"`
	// NodeSelector places the pods of proxy and server. Defaults to {"kubernetes.io/arch": "amd64"}, the only
	// architecture the images are published for.
	NodeSelector pulumi.StringMapInput `pulumi:"nodeSelector,optional"`
	// Labels are added to every object created here. Defaults to none.
	Labels pulumi.StringMapInput `pulumi:"labels,optional"`
	// Annotations are added to every object created here. Defaults to none.
	Annotations pulumi.StringMapInput `pulumi:"annotations,optional"`
	// TimeoutSeconds is how long each rollout, and the Ingress' load balancer, is waited for, in seconds.
	// Defaults to 600.
	TimeoutSeconds pulumi.IntPtrInput `pulumi:"timeoutSeconds,optional"`
}

// RedisArgs describe the Redis server; proxy and server get the same settings.
type RedisArgs struct {
	// Address of the Redis server, host or host:port, without a scheme. The port defaults to 6379. Required.
	// Example: "redis.example.com:6379".
	Address pulumi.StringInput `pulumi:"address"`
	// Database is the number of the logical database. Defaults to 1, so that a server shared with the Platform,
	// which uses 0, is safe. Redis Cluster knows only 0.
	Database pulumi.IntPtrInput `pulumi:"database,optional"`
	// Prefix of every key that Studios writes. Defaults to "connect:session".
	Prefix pulumi.StringPtrInput `pulumi:"prefix,optional"`
	// TLS connects to Redis over TLS. Defaults to false.
	TLS pulumi.BoolPtrInput `pulumi:"tls,optional"`
	// Username of a Redis ACL user. Defaults to none.
	Username pulumi.StringPtrInput `pulumi:"username,optional"`
	// Password of Redis; kept in a Secret. Defaults to none.
	Password pulumi.StringPtrInput `pulumi:"password,optional" provider:"secret"`
}

// TemplateArgs describe one tool that users can start in a session.
type TemplateArgs struct {
	// Repository is the session image with its tag, pulled by the compute environment, not by this cluster.
	// Required. Example: "public.cr.seqera.io/platform/data-studio-jupyter:4.2.5-0.12".
	Repository pulumi.StringInput `pulumi:"repository"`
	// Tool is what the image runs: jupyter, rstudio, ride, vscode or xpra. Required: without it the Platform
	// lists the template as "custom".
	Tool pulumi.StringInput `pulumi:"tool" enum:"Tool=jupyter|ride|rstudio|vscode|xpra"`
	// Icon shown in the list of tools. Defaults to the tool.
	Icon pulumi.StringPtrInput `pulumi:"icon,optional"`
	// Status shown beside the template: recommended, deprecated or experimental. Defaults to "recommended".
	Status pulumi.StringPtrInput `pulumi:"status,optional" enum:"Status=deprecated|experimental|recommended"`
	// Port that the tool listens on inside the session, 1 to 65535. Defaults to the tool's own: jupyter 8080,
	// rstudio and ride 8787, vscode 3000, xpra 14500.
	Port pulumi.IntPtrInput `pulumi:"port,optional"`
}

// OidcArgs hold the credentials by which proxy and Platform trust each other.
type OidcArgs struct {
	// RegistrationToken lets the proxy register as an OIDC client of the Platform: letters and digits, at least
	// 16. Defaults to a generated token of 32.
	RegistrationToken pulumi.StringPtrInput `pulumi:"registrationToken,optional" provider:"secret"`
	// Pem is an RSA private key in PEM form, optionally followed by its public key, with which the Platform
	// signs. Excludes keyBits. Defaults to a generated key.
	Pem pulumi.StringPtrInput `pulumi:"pem,optional" provider:"secret"`
	// KeyBits is the size of the generated RSA key, in bits, from 2048 to 8192. Excludes pem. Defaults to 3072:
	// NIST SP 800-57 part 1 counts 2048 bits (112 bits of strength) as enough only until 2030, 3072 (128 bits)
	// beyond. Changing it replaces the key.
	KeyBits pulumi.IntPtrInput `pulumi:"keyBits,optional"`
	// SecretName is the Secret that holds the key under "oidc.pem". Defaults to "platform-oidc-certs".
	SecretName pulumi.StringPtrInput `pulumi:"secretName,optional"`
	// TokenSecretName is the Secret from which the proxy reads the registration token and the Redis password.
	// Defaults to "connect-credentials".
	TokenSecretName pulumi.StringPtrInput `pulumi:"tokenSecretName,optional"`
}

// ProxyArgs describe the proxy.
type ProxyArgs struct {
	// Name of the proxy's Deployment and Service. Defaults to "connect-proxy".
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// Image of the proxy with a tag or digest. Defaults to "cr.seqera.io/enterprise/studios/proxy:0.11.0".
	Image pulumi.StringPtrInput `pulumi:"image,optional"`
	// Replicas of the proxy. Defaults to 2, so that a node drain does not cut every session; Seqera's manifest
	// runs one.
	Replicas pulumi.IntPtrInput `pulumi:"replicas,optional"`
	// Port that the proxy listens on in its pod. Defaults to 8081.
	Port pulumi.IntPtrInput `pulumi:"port,optional"`
	// ServiceType is NodePort, ClusterIP or LoadBalancer. Defaults to "NodePort", which AWS load balancers need
	// unless they target pod addresses.
	ServiceType pulumi.StringPtrInput `pulumi:"serviceType,optional" enum:"ServiceType=ClusterIP|NodePort|LoadBalancer"`
	// LocalCacheTTL is how long the proxy caches sessions, a Go duration. Defaults to "2m".
	LocalCacheTTL pulumi.StringPtrInput `pulumi:"localCacheTtl,optional"`
	// LogLevel is trace, debug, info, warn, error or fatal. Defaults to "info".
	LogLevel pulumi.StringPtrInput `pulumi:"logLevel,optional" enum:"LogLevel=trace|debug|info|warn|error|fatal"`
	// Resources of the container. Requests default to {"cpu": "30m", "memory": "64Mi"}.
	Resources *ResourcesArgs `pulumi:"resources,optional"`
	// PodLabels are added to the pods. Defaults to none.
	PodLabels pulumi.StringMapInput `pulumi:"podLabels,optional"`
	// PodAnnotations are added to the pods. Defaults to none.
	PodAnnotations pulumi.StringMapInput `pulumi:"podAnnotations,optional"`
	// ServiceAnnotations are added to the Service. Defaults to none.
	ServiceAnnotations pulumi.StringMapInput `pulumi:"serviceAnnotations,optional"`
}

// ServerArgs describe the server.
type ServerArgs struct {
	// Name of the server's StatefulSet and headless Service. Defaults to "connect-server".
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// Image of the server with a tag or digest. Defaults to "cr.seqera.io/enterprise/studios/server:0.11.0".
	Image pulumi.StringPtrInput `pulumi:"image,optional"`
	// Replicas of the server. Defaults to 2.
	Replicas pulumi.IntPtrInput `pulumi:"replicas,optional"`
	// TunnelPort is where the proxy opens tunnels. Defaults to 7070.
	TunnelPort pulumi.IntPtrInput `pulumi:"tunnelPort,optional"`
	// ListenerPort is where sessions connect. Defaults to 7777.
	ListenerPort pulumi.IntPtrInput `pulumi:"listenerPort,optional"`
	// LogLevel is trace, debug, info, warn, error or fatal. Defaults to "info".
	LogLevel pulumi.StringPtrInput `pulumi:"logLevel,optional" enum:"LogLevel=trace|debug|info|warn|error|fatal"`
	// Resources of the container. Requests default to {"cpu": "20m", "memory": "50Mi"}.
	Resources *ResourcesArgs `pulumi:"resources,optional"`
	// PodLabels are added to the pods. Defaults to none.
	PodLabels pulumi.StringMapInput `pulumi:"podLabels,optional"`
	// PodAnnotations are added to the pods. Defaults to none.
	PodAnnotations pulumi.StringMapInput `pulumi:"podAnnotations,optional"`
	// ServiceAnnotations are added to the Service. Defaults to none.
	ServiceAnnotations pulumi.StringMapInput `pulumi:"serviceAnnotations,optional"`
}

// ResourcesArgs are what a container asks of its node.
type ResourcesArgs struct {
	// Requests by resource name, Kubernetes quantities. Example: {"cpu": "30m", "memory": "64Mi"}.
	Requests pulumi.StringMapInput `pulumi:"requests,optional"`
	// Limits by resource name, Kubernetes quantities. Defaults to none.
	Limits pulumi.StringMapInput `pulumi:"limits,optional"`
}

// IngressArgs describe the wildcard Ingress in front of the proxy.
type IngressArgs struct {
	// Name of the Ingress. Defaults to "connect-ingress".
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// CopyFrom is the name of the Platform's Ingress from which class, scheme, certificate, listen ports, ssl
	// policy, load balancer attributes and group name are taken over; values given here win. Defaults to none.
	// Example: "front-ingress".
	CopyFrom pulumi.StringPtrInput `pulumi:"copyFrom,optional"`
	// Host is the wildcard host of the rule. Defaults to the connect host with "*" in place of its first label, the
	// only one that Kubernetes' own rules match to it; an ALB's wildcard stands for several labels, so one further up
	// works there. Example: "*.example.com".
	Host pulumi.StringPtrInput `pulumi:"host,optional"`
	// ClassName is the Ingress class. Defaults to that of copyFrom, and without it to "alb" in the annotation
	// that Seqera's manifest uses.
	ClassName pulumi.StringPtrInput `pulumi:"className,optional"`
	// Annotations of the Ingress. The default for an ALB keeps WebSockets alive: idle timeout 301 s, HTTP/2 off.
	Annotations pulumi.StringMapInput `pulumi:"annotations,optional"`
	// Path of the rule. Defaults to "/*".
	Path pulumi.StringPtrInput `pulumi:"path,optional"`
	// PathType is ImplementationSpecific, Prefix or Exact. Defaults to "ImplementationSpecific".
	PathType pulumi.StringPtrInput `pulumi:"pathType,optional" enum:"PathType=Exact|ImplementationSpecific|Prefix"`
	// TLSSecretName is a Secret with a certificate for the wildcard host, for controllers that read it from
	// there. Defaults to none: an ALB takes the certificate from its annotation.
	TLSSecretName pulumi.StringPtrInput `pulumi:"tlsSecretName,optional"`
	// SkipAwait does not wait for the load balancer's address. Defaults to false.
	SkipAwait pulumi.BoolPtrInput `pulumi:"skipAwait,optional"`
}

// PlatformArgs name the objects of the running Platform that Studios has to change.
type PlatformArgs struct {
	// ConfigMap with the environment of backend and cron. Defaults to "platform-backend-cfg".
	ConfigMap pulumi.StringPtrInput `pulumi:"configMap,optional"`
	// TowerYmlConfigMap is the ConfigMap that holds tower.yml. Defaults to "tower-yml".
	TowerYmlConfigMap pulumi.StringPtrInput `pulumi:"towerYmlConfigMap,optional"`
	// TowerYmlKey is the key of tower.yml in that ConfigMap. Defaults to "tower.yml".
	TowerYmlKey pulumi.StringPtrInput `pulumi:"towerYmlKey,optional"`
	// Backend is the Deployment that serves the Platform. Defaults to Deployment and container "backend".
	Backend *WorkloadArgs `pulumi:"backend,optional"`
	// Cron is the Deployment that runs the Platform's jobs. Defaults to Deployment and container "cron".
	Cron *WorkloadArgs `pulumi:"cron,optional"`
}

// WorkloadArgs name one Deployment of the Platform and the container in it.
type WorkloadArgs struct {
	// Deployment is the name of the Deployment. Defaults to the workload's own name, "backend" or "cron".
	Deployment pulumi.StringPtrInput `pulumi:"deployment,optional"`
	// Container in the Deployment's pods that reads the ConfigMap. Defaults to the workload's own name, "backend" or
	// "cron".
	Container pulumi.StringPtrInput `pulumi:"container,optional"`
}
