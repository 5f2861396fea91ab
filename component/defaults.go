package component

// The defaults of all arguments. Where no source is named the value is that of the manifests which Seqera ships for
// Studios (proxy.yml, server.yml, ingress.eks.yml, configmap.yml of the Enterprise documentation).
const (
	defaultRedisDatabase = 1
	defaultRedisPrefix   = "connect:session"

	// defaultKeyBits: NIST SP 800-57 part 1 revision 5, table 2 and 4: RSA 2048 has 112 bits of strength, enough
	// until 2030; 3072 has 128 bits, enough beyond.
	defaultKeyBits         = 3072
	defaultOidcSecret      = "platform-oidc-certs"
	defaultCredentials     = "connect-credentials"
	defaultRegistrationLen = 32

	defaultProxyName     = "connect-proxy"
	defaultProxyImage    = "cr.seqera.io/enterprise/studios/proxy:0.11.0"
	defaultProxyReplicas = 2 // the studios Helm chart's examples; the manifest runs one
	defaultProxyPort     = 8081
	defaultServiceType   = "NodePort"
	defaultLocalCacheTTL = "2m"

	defaultServerName     = "connect-server"
	defaultServerImage    = "cr.seqera.io/enterprise/studios/server:0.11.0"
	defaultServerReplicas = 2
	defaultTunnelPort     = 7070
	defaultListenerPort   = 7777
	defaultLogLevel       = "info"

	defaultIngressName     = "connect-ingress"
	defaultIngressPath     = "/*"
	defaultIngressPathType = "ImplementationSpecific"

	defaultConfigMap    = "platform-backend-cfg"
	defaultTowerYml     = "tower-yml"
	defaultTowerYmlKey  = "tower.yml"
	defaultBackend      = "backend"
	defaultCron         = "cron"
	defaultTemplateStat = "recommended"

	// defaultTimeoutSeconds is how long the Kubernetes provider itself waits for a Deployment.
	defaultTimeoutSeconds = 600
)

var (
	// The requests that the studios Helm chart's values.yaml suggests in its comments.
	defaultProxyRequests  = map[string]string{"cpu": "30m", "memory": "64Mi"}
	defaultServerRequests = map[string]string{"cpu": "20m", "memory": "50Mi"}

	defaultImagePullSecrets = []string{"cr.seqera.io"}
	defaultNodeSelector     = map[string]string{"kubernetes.io/arch": "amd64"}

	// ALB settings of ingress.eks.yml: sessions are WebSockets, which HTTP/2 and short idle timeouts cut.
	defaultIngressAnnotations = map[string]string{
		ingressClassAnnotation:                     "alb",
		albAnnotation + "load-balancer-attributes": "idle_timeout.timeout_seconds=301,routing.http2.enabled=false",
	}

	toolPorts = map[string]int{"jupyter": 8080, "ride": 8787, "rstudio": 8787, "vscode": 3000, "xpra": 14500}

	// The keys are those of Seqera's configmap.yml, so that a placeholder left there is replaced instead of listed
	// beside ours; the images are those that the platform Helm chart recommends.
	defaultTemplates = map[string]template{
		"JUPYTERGA": {repository: "public.cr.seqera.io/platform/data-studio-jupyter:4.2.5-0.12", tool: "jupyter"},
		"RIDE":      {repository: "public.cr.seqera.io/platform/data-studio-ride:2026.01.2-0.12", tool: "ride"},
		"VSCODEGA":  {repository: "public.cr.seqera.io/platform/data-studio-vscode:1.101.2-0.12", tool: "vscode"},
		"XPRAGA":    {repository: "public.cr.seqera.io/platform/data-studio-xpra:6.2.0-r2-1-0.12", tool: "xpra"},
	}
)

type template struct{ repository, tool string }
