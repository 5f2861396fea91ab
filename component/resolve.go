package component

import (
	"slices"
	"sort"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/oidcpem"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

// resolve checks the arguments and gives every one that is missing its default.
func resolve(ctx *pulumi.Context, name string, args *StudiosArgs) (*settings, error) {
	a := &arguments{ctx: ctx}
	root := func(argument string) *field.Path { return field.NewPath(argument) }

	s := &settings{
		name:        name,
		namespace:   a.required(root("namespace"), args.Namespace, rules.LabelName),
		platformURL: origin(a.required(root("platformUrl"), args.PlatformURL, rules.HTTPSURL)),
		connectURL:  origin(a.required(root("connectUrl"), args.ConnectURL, rules.HTTPSURL)),

		imagePullSecrets: a.stringList(root("imagePullSecrets"), args.ImagePullSecrets, defaultImagePullSecrets, rules.ObjectName),
		nodeSelector:     a.stringMap(root("nodeSelector"), args.NodeSelector, defaultNodeSelector, rules.Labels),
		labels:           a.stringMap(root("labels"), args.Labels, nil, rules.Labels),
		annotations:      a.stringMap(root("annotations"), args.Annotations, nil, rules.Annotations),

		redis:     a.redis(root("redis"), args.Redis),
		templates: a.templates(root("templates"), args.Templates),
		oidc:      a.oidc(root("oidc"), args.Oidc),
		proxy:     a.proxy(root("proxy"), args.Proxy),
		server:    a.server(root("server"), args.Server),
		platform:  a.platform(root("platform"), args.Platform),
	}
	a.together(s.connectURL, s.platformURL, func(connect, platform string) field.ErrorList {
		return rules.SameRootDomain(root("connectUrl"), connect, platform)
	})
	s.ingress = a.ingress(root("ingress"), args.Ingress, s.connectURL)
	if args.AllowedWorkspaces != nil {
		s.allowedWorkspaces = a.workspaces(root("allowedWorkspaces"), args.AllowedWorkspaces)
	}
	s.timeoutSeconds = defaultTimeoutSeconds
	timeout := a.number(root("timeoutSeconds"), args.TimeoutSeconds, defaultTimeoutSeconds, rules.AtLeast(1))
	if seconds, known := settle[int](&arguments{ctx: ctx}, timeout); known {
		s.timeoutSeconds = seconds
	}
	s.unknown = slices.Sorted(slices.Values(a.unknown))
	return s, a.err(name)
}

func origin(url pulumi.StringOutput) pulumi.StringOutput {
	return url.ApplyT(rules.Origin).(pulumi.StringOutput)
}

func (a *arguments) workspaces(path *field.Path, in pulumi.IntArrayInput) pulumi.IntArrayOutput {
	out := in.ToIntArrayOutputWithContext(a.ctx.Context()).ApplyT(func(given []int) ([]int, error) {
		return given, verdict(rules.WorkspaceIDs(path, given))
	}).(pulumi.IntArrayOutput)
	check[[]int](a, path, out)
	return out
}

// given is an argument that means something by its absence.
func (a *arguments) given(path *field.Path, in pulumi.StringPtrInput, rule rules.Rule[string]) *pulumi.StringOutput {
	if in == nil {
		return nil
	}
	out := a.text(path, in, "", rule)
	return &out
}

func (a *arguments) redis(path *field.Path, args RedisArgs) redisSettings {
	address := a.required(path.Child("address"), args.Address, rules.RedisAddress)
	return redisSettings{
		address:  address.ApplyT(rules.RedisEndpoint).(pulumi.StringOutput),
		database: a.number(path.Child("database"), args.Database, defaultRedisDatabase, rules.RedisDatabase),
		prefix:   a.text(path.Child("prefix"), args.Prefix, defaultRedisPrefix, rules.RedisPrefix),
		tls:      a.flag(args.TLS),
		username: a.given(path.Child("username"), args.Username, rules.Any),
		password: a.given(path.Child("password"), args.Password, rules.Any),
	}
}

func (a *arguments) templates(path *field.Path, args map[string]TemplateArgs) []templateSettings {
	if args == nil {
		args = map[string]TemplateArgs{}
		for key, t := range defaultTemplates {
			args[key] = TemplateArgs{Repository: pulumi.String(t.repository), Tool: pulumi.String(t.tool)}
		}
	}
	keys := make([]string, 0, len(args))
	for key := range args {
		keys = append(keys, key)
	}
	sort.Strings(keys)

	all := make([]templateSettings, 0, len(keys))
	for _, key := range keys {
		a.problems = append(a.problems, rules.TemplateKey(path.Key(key), key)...)
		all = append(all, a.template(path.Key(key), key, args[key]))
	}
	return all
}

func (a *arguments) template(path *field.Path, key string, args TemplateArgs) templateSettings {
	tool := a.required(path.Child("tool"), args.Tool, rules.TemplateTool)
	t := templateSettings{
		key:        key,
		repository: a.required(path.Child("repository"), args.Repository, rules.Image),
		tool:       tool,
		icon:       tool,
		status:     a.text(path.Child("status"), args.Status, defaultTemplateStat, rules.TemplateStatus),
		port:       tool.ApplyT(func(tool string) int { return toolPorts[tool] }).(pulumi.IntOutput),
	}
	if args.Icon != nil {
		t.icon = a.text(path.Child("icon"), args.Icon, "", rules.Any)
	}
	if args.Port != nil {
		t.port = a.number(path.Child("port"), args.Port, 0, rules.Port)
	}
	return t
}

func (a *arguments) oidc(path *field.Path, args *OidcArgs) oidcSettings {
	if args == nil {
		args = &OidcArgs{}
	}
	if args.Pem != nil && args.KeyBits != nil {
		a.problems = append(a.problems, rules.Exclusive(path.Child("keyBits"), path.Child("pem"))...)
	}
	return oidcSettings{
		token:           a.given(path.Child("registrationToken"), args.RegistrationToken, rules.RegistrationToken),
		pem:             a.given(path.Child("pem"), args.Pem, oidcpem.Check),
		keyBits:         a.number(path.Child("keyBits"), args.KeyBits, defaultKeyBits, rules.KeySize),
		secret:          a.text(path.Child("secretName"), args.SecretName, defaultOidcSecret, rules.ObjectName),
		credentialsName: a.text(path.Child("tokenSecretName"), args.TokenSecretName, defaultCredentials, rules.ObjectName),
	}
}

func (a *arguments) proxy(path *field.Path, args *ProxyArgs) proxySettings {
	if args == nil {
		args = &ProxyArgs{}
	}
	return proxySettings{
		port:          a.number(path.Child("port"), args.Port, defaultProxyPort, rules.Port),
		serviceType:   a.text(path.Child("serviceType"), args.ServiceType, defaultServiceType, rules.ServiceType),
		localCacheTTL: a.text(path.Child("localCacheTtl"), args.LocalCacheTTL, defaultLocalCacheTTL, rules.Duration),
		podSettings: a.pods(path, podArgs{
			args.Name, args.Image, args.LogLevel, args.Replicas, args.Resources,
			args.PodLabels, args.PodAnnotations, args.ServiceAnnotations,
		}, podDefaults{defaultProxyName, defaultProxyImage, defaultProxyReplicas, defaultProxyRequests}),
	}
}

func (a *arguments) server(path *field.Path, args *ServerArgs) serverSettings {
	if args == nil {
		args = &ServerArgs{}
	}
	return serverSettings{
		tunnelPort:   a.number(path.Child("tunnelPort"), args.TunnelPort, defaultTunnelPort, rules.Port),
		listenerPort: a.number(path.Child("listenerPort"), args.ListenerPort, defaultListenerPort, rules.Port),
		podSettings: a.pods(path, podArgs{
			args.Name, args.Image, args.LogLevel, args.Replicas, args.Resources,
			args.PodLabels, args.PodAnnotations, args.ServiceAnnotations,
		}, podDefaults{defaultServerName, defaultServerImage, defaultServerReplicas, defaultServerRequests}),
	}
}

// podArgs are the arguments that proxy and server have in common. The public structs repeat them, for a component
// package fills no embedded ones.
type podArgs struct {
	name, image, logLevel                         pulumi.StringPtrInput
	replicas                                      pulumi.IntPtrInput
	resources                                     *ResourcesArgs
	podLabels, podAnnotations, serviceAnnotations pulumi.StringMapInput
}

type podDefaults struct {
	name, image string
	replicas    int
	requests    map[string]string
}

func (a *arguments) pods(path *field.Path, args podArgs, or podDefaults) podSettings {
	p := podSettings{
		name:               a.text(path.Child("name"), args.name, or.name, rules.ServiceName),
		image:              a.text(path.Child("image"), args.image, or.image, rules.Image),
		replicas:           a.number(path.Child("replicas"), args.replicas, or.replicas, rules.AtLeast(1)),
		logLevel:           a.text(path.Child("logLevel"), args.logLevel, defaultLogLevel, rules.LogLevel),
		podLabels:          a.stringMap(path.Child("podLabels"), args.podLabels, nil, rules.Labels),
		podAnnotations:     a.stringMap(path.Child("podAnnotations"), args.podAnnotations, nil, rules.Annotations),
		serviceAnnotations: a.stringMap(path.Child("serviceAnnotations"), args.serviceAnnotations, nil, rules.Annotations),
	}
	p.requests, p.limits = a.resources(path.Child("resources"), args.resources, or.requests)
	return p
}

func (a *arguments) resources(
	path *field.Path, args *ResourcesArgs, requests map[string]string,
) (pulumi.StringMapInput, pulumi.StringMapInput) {
	if args == nil {
		args = &ResourcesArgs{}
	}
	return a.stringMap(path.Child("requests"), args.Requests, requests, rules.ResourceList),
		a.stringMap(path.Child("limits"), args.Limits, nil, rules.ResourceList)
}

func (a *arguments) ingress(path *field.Path, args *IngressArgs, connectURL pulumi.StringOutput) ingressSettings {
	if args == nil {
		args = &IngressArgs{}
	}
	i := ingressSettings{
		name:        a.text(path.Child("name"), args.Name, defaultIngressName, rules.ObjectName),
		host:        connectURL.ApplyT(rules.WildcardHost).(pulumi.StringOutput),
		path:        a.text(path.Child("path"), args.Path, defaultIngressPath, rules.IngressPath),
		pathType:    a.text(path.Child("pathType"), args.PathType, defaultIngressPathType, rules.PathType),
		copyFrom:    a.given(path.Child("copyFrom"), args.CopyFrom, rules.ObjectName),
		className:   a.given(path.Child("className"), args.ClassName, rules.ObjectName),
		tls:         a.given(path.Child("tlsSecretName"), args.TLSSecretName, rules.ObjectName),
		annotations: a.stringMap(path.Child("annotations"), args.Annotations, nil, rules.Annotations),
		skipAwait:   a.flag(args.SkipAwait),
	}
	if args.Host != nil {
		i.host = a.text(path.Child("host"), args.Host, "", rules.IngressHost)
		a.together(i.host, connectURL, func(host, connect string) field.ErrorList {
			return rules.HostCovers(path.Child("host"), host, connect)
		})
	}
	return i
}

func (a *arguments) platform(path *field.Path, args *PlatformArgs) platformSettings {
	if args == nil {
		args = &PlatformArgs{}
	}
	return platformSettings{
		configMap:         a.text(path.Child("configMap"), args.ConfigMap, defaultConfigMap, rules.ObjectName),
		towerYmlConfigMap: a.text(path.Child("towerYmlConfigMap"), args.TowerYmlConfigMap, defaultTowerYml, rules.ObjectName),
		towerYmlKey:       a.text(path.Child("towerYmlKey"), args.TowerYmlKey, defaultTowerYmlKey, rules.ConfigMapKey),
		backend:           a.workload(path, defaultBackend, args.Backend),
		cron:              a.workload(path, defaultCron, args.Cron),
	}
}

func (a *arguments) workload(path *field.Path, role string, args *WorkloadArgs) workloadSettings {
	if args == nil {
		args = &WorkloadArgs{}
	}
	path = path.Child(role)
	return workloadSettings{
		role:       role,
		deployment: a.text(path.Child("deployment"), args.Deployment, role, rules.ObjectName),
		container:  a.text(path.Child("container"), args.Container, role, rules.LabelName),
	}
}
