package component_test

import (
	"reflect"
	"strings"
	"testing"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

type bad struct {
	value any
	says  string // after the path, the value left out
}

const (
	label      = "a lowercase RFC 1123 label must consist of"
	subdomain  = "a lowercase RFC 1123 subdomain must consist of"
	service    = "a DNS-1035 label must consist of"
	url        = "must be an https URL with a host"
	image      = "must be an image with a tag or digest"
	port       = "must be between 1 and 65535, inclusive"
	positive   = "must be 1 or more"
	quantity   = "must be a Kubernetes quantity above zero"
	levels     = `supported values: "trace", "debug", "info", "warn", "error", "fatal"`
	key        = "name part must consist of alphanumeric characters"
	notEmpty   = "leave the argument out to have its default"
	emptyKey   = "a valid config key must consist of"
	anArgument = "is set by the argument "
	workspaces = `must be "all", "none", or the numeric IDs of workspaces`
	policies   = `supported values: "Always", "IfNotPresent", "Never"`

	platformDuration = "must be a number above zero with ms, s, m or h"
)

// refused are values that each argument does not take. Switches take all; what Kubernetes alone decides is not listed either.
var refused = map[string]bad{
	"namespace":      {"Seqera", label},
	"platformUrl":    {"http://platform.example.com", url},
	"connectUrl":     {"connect.example.com", url},
	"redis.address":  {"redis://redis", "must have no scheme"},
	"redis.database": {-1, "must be 0 or more"},
	"redis.prefix":   {"a b", "must be a text without white space"},
	"redis.username": {"$(HOSTNAME)", `must be a name without white space and without "$("`},
	"redis.password": {"from-a-file\n", "must be a text without control characters"},

	"redis.clientCertificate.secretName":  {"A", subdomain},
	"redis.clientCertificate.certificate": {"a b", emptyKey},
	"redis.clientCertificate.privateKey":  {"a b", emptyKey},
	"redis.existingPasswordSecret.name":   {"A", subdomain},
	"redis.existingPasswordSecret.key":    {"a b", emptyKey},

	"allowedWorkspaces":   {[]any{0}, "must be the numeric ID of a workspace"},
	"allowedWorkspacesIn": {"database", `supported values: "environment", "platform", "towerYml"`},
	"workspaces.ssh":      {"some", workspaces},
	"workspaces.iframe":   {"12345,12345", workspaces},
	"workspaces.metrics":  {"0", workspaces},
	"templateSets":        {[]any{"old"}, `supported values: "deprecated", "experimental", "recommended"`},
	"removedTemplates":    {[]any{"xpra"}, `must be capital letters and digits in parts joined by "-"`},
	"imageRegistry":       {"https://registry.example.com", "must be a registry, with a path perhaps and without a scheme"},

	"additionalTemplates.*.repository": {"lab", image},
	"additionalTemplates.*.tool":       {"emacs", `supported values: "jupyter", "ride", "rstudio", "vscode", "xpra"`},
	"additionalTemplates.*.icon":       {" ", notEmpty},
	"additionalTemplates.*.status":     {"old", `supported values: "deprecated", "experimental", "recommended"`},
	"additionalTemplates.*.port":       {0, port},

	"wave.customImageRegistry":     {"registry.example.com/path", "must be the host of a registry"},
	"wave.customImageRepository":   {"registry.example.com:5000/path", "must be a repository without its registry"},
	"wave.customImageNameStrategy": {"tag", `supported values: "imageSuffix", "none", "tagPrefix"`},
	"wave.disallowedRegistries":    {[]any{"docker"}, "must be the host of a registry"},
	"wave.statusCheckInitialDelay": {"5", platformDuration},
	"wave.statusCheckRate":         {"1h30m", platformDuration},

	"sessions.defaultLifespanHours": {0, positive},
	"sessions.forceStopThreshold":   {"10 minutes", platformDuration},
	"sessions.listLimit":            {0, positive},
	"sessions.metricsRetentionDays": {0, positive},
	"sessions.featureManifestUrl":   {"http://example.com/features.json", "must be an https URL"},

	"quotas.name":                        {"A", subdomain},
	"quotas.trustedProxyCidrs":           {[]any{"10.0.0.1/16"}, "must be a network in CIDR notation"},
	"quotas.telemetryFlushInterval":      {"30", "must be a Go duration above zero"},
	"quotas.telemetryTtl":                {"7d", "must be a Go duration above zero"},
	"quotas.telemetryStreamEmitInterval": {"0s", "must be a Go duration above zero"},
	"quotas.buckets.*.quotas":            {map[string]any{"1d": "50GB", "24h": "1.5TB"}, "must be a whole number of bytes"},
	"quotas.buckets.*.header":            {"X Connect Sub", "must be the name of an HTTP header"},
	"quotas.buckets.*.permissions":       {" ", notEmpty},
	"quotas.buckets.*.jwt.token":         {" ", notEmpty},
	"quotas.buckets.*.jwt.claim":         {" ", notEmpty},

	"oidc.accessTokenAudience": {" ", notEmpty},

	"templates.*.repository": {"lab", image},
	"templates.*.tool":       {"emacs", `supported values: "jupyter", "ride", "rstudio", "vscode", "xpra"`},
	"templates.*.icon":       {" ", notEmpty},
	"templates.*.status":     {"old", `supported values: "deprecated", "experimental", "recommended"`},
	"templates.*.port":       {0, port},
	"oidc.registrationToken": {"short", "must be at least 16 letters, digits and hyphens"},
	"oidc.pem":               {"no PEM", "must be"},
	"oidc.keyBits":           {1024, "must be a multiple of 8 from 2048"},
	"oidc.secretName":        {"A", subdomain},
	"oidc.tokenSecretName":   {"A", subdomain},

	"oidc.existingKeySecret":        {"A", subdomain},
	"oidc.existingTokenSecret.name": {"A", subdomain},
	"oidc.existingTokenSecret.key":  {"a b", emptyKey},

	"proxy.name":     {"0-proxy", service},
	"rotation.token": {" ", notEmpty},
	"rotation.key":   {" ", notEmpty},
	"rotation.ssh":   {" ", notEmpty},

	"ssh.key":                           {recorder.PrivateKey, "must be an ED25519 private key without a passphrase"},
	"ssh.existingKeySecret.name":        {"A", subdomain},
	"ssh.existingKeySecret.key":         {"a b", emptyKey},
	"ssh.fingerprint":                   {"SHA256:abc", `must be the second word of what "ssh-keygen -lf" prints`},
	"ssh.secretName":                    {"A", subdomain},
	"ssh.port":                          {0, port},
	"ssh.publicPort":                    {65536, port},
	"ssh.address":                       {"https://ssh.example.com", "must be a host without scheme and port"},
	"ssh.supportedKeyTypes":             {[]any{"ed25519,rsa"}, "must be the name of a type of key"},
	"ssh.maxConnections":                {0, positive},
	"ssh.maxConnectionChannels":         {0, positive},
	"ssh.handshakeTimeout":              {"1", "must be a Go duration above zero"},
	"ssh.service.name":                  {"0-ssh", service},
	"ssh.service.type":                  {"ExternalName", `supported values: "ClusterIP", "NodePort", "LoadBalancer"`},
	"ssh.service.className":             {"a b", key},
	"ssh.service.annotations":           {map[string]any{"a b": "c"}, key},
	"ssh.service.sourceRanges":          {[]any{"10.0.0.1/8"}, "must be a network in CIDR notation"},
	"ssh.service.externalTrafficPolicy": {"Remote", `supported values: "Cluster", "Local"`},
	"ssh.service.nodePort":              {0, port},

	"proxy.image":                             {"proxy", image},
	"proxy.imageRepository":                   {"registry.example.com/proxy:1", "must be the repository of an image, without a tag"},
	"proxy.imageTag":                          {":1", "must be the tag of an image"},
	"proxy.imageDigest":                       {"sha256:00", "must be a digest"},
	"proxy.imagePullPolicy":                   {"Sometimes", policies},
	"server.imageRepository":                  {"registry.example.com/server@sha256:00", "must be the repository of an image, without a tag"},
	"server.imageTag":                         {"a b", "must be the tag of an image"},
	"server.imageDigest":                      {"md5:00", "must be a digest"},
	"server.imagePullPolicy":                  {"always", policies},
	"proxy.replicas":                          {0, positive},
	"proxy.port":                              {65536, port},
	"proxy.serviceType":                       {"ExternalName", `supported values: "ClusterIP", "NodePort", "LoadBalancer"`},
	"proxy.localCacheTtl":                     {"2", "must be a Go duration above zero"},
	"proxy.logLevel":                          {"loud", levels},
	"proxy.resources.requests":                {map[string]any{"cpu": "much"}, quantity},
	"proxy.resources.limits":                  {map[string]any{"cpu": "0"}, quantity},
	"proxy.disruptionBudget.maxUnavailable":   {"0", "must be a number or a percentage above zero"},
	"proxy.disruptionBudget.minAvailable":     {"200%", "must be a number or a percentage above zero"},
	"proxy.autoscaling.maxReplicas":           {0, positive},
	"proxy.autoscaling.minReplicas":           {0, positive},
	"proxy.autoscaling.cpuUtilization":        {0, positive},
	"proxy.autoscaling.memoryUtilization":     {0, positive},
	"proxy.rollingUpdate.maxUnavailable":      {"-1", "must be a number or a percentage, such as"},
	"proxy.rollingUpdate.maxSurge":            {"some", "must be a number or a percentage, such as"},
	"proxy.pod.spread":                        {"racks", `supported values: "nodes", "zones"`},
	"server.pod.spread":                       {"racks", `supported values: "nodes", "zones"`},
	"server.disruptionBudget.maxUnavailable":  {"00%", "must be a number or a percentage above zero"},
	"server.disruptionBudget.minAvailable":    {"6", "must leave one of 6 pods to be drained"},
	"proxy.podLabels":                         {map[string]any{"a b": "c"}, key},
	"proxy.podAnnotations":                    {map[string]any{"a b": "c"}, key},
	"proxy.serviceAnnotations":                {map[string]any{"a b": "c"}, key},
	"proxy.serviceLabels":                     {map[string]any{"a b": "c"}, key},
	"proxy.serviceNodePort":                   {0, port},
	"proxy.extraServicePorts":                 {servicePorts("web", 80), "is a port of Studios' own"},
	"proxy.pod.command":                       {[]any{" "}, notEmpty},
	"proxy.pod.args":                          {[]any{""}, notEmpty},
	"proxy.pod.initContainers":                {before("proxy"), "is the container of Studios' own"},
	"proxy.pod.extraEnvFrom":                  {corev1.EnvFromSourceArray{&corev1.EnvFromSourceArgs{}}, "must have either a configMapRef or a secretRef"},
	"proxy.pod.extraEnv":                      {env("CONNECT_HTTP_PORT"), anArgument + "proxy.port"},
	"proxy.pod.extraVolumes":                  {append(inMemory("proxy-volume"), inMemory("caddy-temp-data-volume")...), "is a volume of Studios' own"},
	"proxy.pod.extraVolumeMounts":             {mount("caddy-temp-data-volume", "/data"), "is where Studios has a volume of its own"},
	"proxy.pod.priorityClassName":             {"A", subdomain},
	"proxy.pod.terminationGracePeriodSeconds": {-1, "must be 0 or more"},

	"server.name":                              {"0-server", service},
	"server.image":                             {"server", image},
	"server.replicas":                          {0, positive},
	"server.tunnelPort":                        {0, port},
	"server.listenerPort":                      {0, port},
	"server.logLevel":                          {"loud", levels},
	"server.resources.requests":                {map[string]any{"cpu": "much"}, quantity},
	"server.resources.limits":                  {map[string]any{"cpu": "0"}, quantity},
	"server.podLabels":                         {map[string]any{"a b": "c"}, key},
	"server.podAnnotations":                    {map[string]any{"a b": "c"}, key},
	"server.serviceAnnotations":                {map[string]any{"a b": "c"}, key},
	"server.serviceLabels":                     {map[string]any{"a b": "c"}, key},
	"server.extraServicePorts":                 {servicePorts("entrypoint", 9998), "is a port of Studios' own"},
	"server.pod.command":                       {[]any{" "}, notEmpty},
	"server.pod.args":                          {[]any{""}, notEmpty},
	"server.pod.initContainers":                {before("A"), label},
	"server.pod.extraEnv":                      {env("CONNECT_REDIS_DB"), anArgument + "redis.database"},
	"server.pod.extraVolumes":                  {append(inMemory("server-volume"), inMemory("A")...), label},
	"server.pod.extraVolumeMounts":             {mount("server-volume", "a:b"), `must be a path without ":"`},
	"server.pod.priorityClassName":             {"A", subdomain},
	"server.pod.terminationGracePeriodSeconds": {-1, "must be 0 or more"},

	"ingress.name":           {"A", subdomain},
	"ingress.copyFrom":       {"A", subdomain},
	"ingress.host":           {"10.0.0.1", "must be a DNS name"},
	"ingress.className":      {"A", subdomain},
	"ingress.annotations":    {map[string]any{"a b": "c"}, key},
	"ingress.path":           {"studios", `must be a path that begins with "/"`},
	"ingress.pathType":       {"Regex", `supported values: "Exact", "ImplementationSpecific", "Prefix"`},
	"ingress.tlsSecretName":  {"A", subdomain},
	"ingress.controller":     {"haproxy", `supported values: "agic", "alb", "gke", "nginx", "traefik"`},
	"ingress.tlsSecretNames": {[]any{"A"}, subdomain},
	"ingress.issuer":         {"A", subdomain},
	"ingress.clusterIssuer":  {"A", subdomain},
	"ingress.labels":         {map[string]any{"a b": "c"}, key},
	"ingress.extraRules":     {networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{Host: pulumi.String("*.example.com")}}, "is the host of Studios' own rule"},
	"ingress.certificateArn": {"certificate", "must be the ARN of a certificate"},

	"certificate.pem":        {recorder.PrivateKey, "has a private key in it"},
	"certificate.secretName": {"A", subdomain},

	"certificateAuthority.pem":           {recorder.Root + recorder.Root, "this is more than one"},
	"certificateAuthority.configMapName": {"A", subdomain},
	"certificateAuthority.secretName":    {"A", subdomain},
	"certificateAuthority.key":           {"a b", emptyKey},
	"certificateAuthority.name":          {"A", subdomain},

	"gateway.name":           {"A", subdomain},
	"gateway.namespace":      {"A", label},
	"gateway.sectionName":    {"A", subdomain},
	"gateway.sshSectionName": {"A", subdomain},
	"gateway.routeName":      {"A", subdomain},
	"gateway.requestTimeout": {"1 hour", `must be a duration such as "0s"`},
	"gateway.annotations":    {map[string]any{"a b": "c"}, key},
	"gateway.policy":         {"kind: Policy\nspec: {}\nmetadata: {name: a}", "is the route's own to say"},

	"platform.release":               {"A", subdomain},
	"platform.version":               {"latest", "must be a version such as 25.3"},
	"platform.configMap":             {"A", subdomain},
	"platform.towerYmlConfigMap":     {"A", subdomain},
	"platform.towerYmlKey":           {"a b", emptyKey},
	"platform.backend.deployment":    {"A", subdomain},
	"platform.backend.container":     {"A", label},
	"platform.cron.deployment":       {"A", subdomain},
	"platform.cron.container":        {"A", label},
	"imagePullSecrets":               {[]any{"A"}, subdomain},
	"nodeSelector":                   {map[string]any{"a b": "c"}, key},
	"serviceAccount.name":            {"A", subdomain},
	"serviceAccount.annotations":     {map[string]any{"a b": "c"}, key},
	"podSecurity":                    {"baseline", `supported values: "restricted"`},
	"networkPolicy.ingressNamespace": {"A", label},
	"networkPolicy.metricsNamespace": {"A", label},
	"metrics.port":                   {0, port},
	"metrics.path":                   {"metrics", `must be a path that begins with "/"`},
	"metrics.authKeySecret.name":     {"A", subdomain},
	"metrics.authKeySecret.key":      {"a b", emptyKey},
	"commonLabels":                   {map[string]any{"a b": "c"}, key},

	"labels":         {map[string]any{"a b": "c"}, key},
	"annotations":    {map[string]any{"a b": "c"}, key},
	"timeoutSeconds": {0, positive},
}

func env(name string) corev1.EnvVarArray {
	return corev1.EnvVarArray{&corev1.EnvVarArgs{Name: pulumi.String(name), Value: pulumi.String("x")}}
}

func servicePorts(name string, port int) corev1.ServicePortArray {
	return corev1.ServicePortArray{&corev1.ServicePortArgs{Name: pulumi.String(name), Port: pulumi.Int(port)}}
}

func before(name string) corev1.ContainerArray {
	return corev1.ContainerArray{&corev1.ContainerArgs{Name: pulumi.String(name), Image: pulumi.String("registry.example.com/before:1")}}
}

func mount(volume, path string) corev1.VolumeMountArray {
	return corev1.VolumeMountArray{
		&corev1.VolumeMountArgs{Name: pulumi.String(volume), MountPath: pulumi.String(path)},
	}
}

// Each argument refuses what it must, alone and by its name, before anything is declared.
func TestEveryArgumentIsChecked(t *testing.T) {
	for _, leaf := range leaves() {
		c, isListed := refused[leaf.Path]
		isFree := leaf.Field.Type == reflect.TypeFor[pulumi.BoolPtrInput]() || strings.Contains(leaf.Field.Tag.Get("provider"), "type=")
		if !isListed {
			if !isFree {
				t.Errorf("nothing is known that %s would refuse", leaf.Path)
			}
			continue
		}
		args := everything()
		if beside, isNeeded := besides[leaf.Path]; isNeeded {
			beside(args)
		}
		for _, other := range leaf.Excludes {
			field(args, leaf.Path[:strings.LastIndex(leaf.Path, ".")+1]+other, "", func(field reflect.Value) { field.SetZero() })
		}
		given, isInput := c.value.(pulumi.Input)
		if !isInput {
			given = input(c.value)
		}
		field(args, leaf.Path, "LAB", func(field reflect.Value) { field.Set(reflect.ValueOf(given)) })
		graph, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
			_, err := component.NewStudios(ctx, "studios", args)
			return err
		})
		if err == nil {
			t.Errorf("%s takes %v", leaf.Path, c.value)
			continue
		}
		_, problems, _ := strings.Cut(err.Error(), "nothing was changed:\n")
		path := "  " + strings.ReplaceAll(leaf.Path, ".*", "[LAB]")
		for line := range strings.SplitSeq(strings.TrimSpace(problems), "\n") {
			if line = "  " + strings.TrimSpace(line); !strings.HasPrefix(line, path) {
				t.Errorf("%s: %v is answered by %s", leaf.Path, c.value, line)
			}
		}
		if !strings.Contains(problems, c.says) {
			t.Errorf("%s: %v is refused with %s", leaf.Path, c.value, problems)
		}
		if len(graph) > 0 {
			t.Errorf("%s: %v was found too late", leaf.Path, c.value)
		}
	}
}

// A secret is not repeated in an error, whether the schema or the program has it as one.
func TestSecretsAreNotRepeated(t *testing.T) {
	args := minimal()
	args.Oidc = &component.OidcArgs{RegistrationToken: pulumi.String("canary-1")}
	args.Redis.Prefix = pulumi.ToSecret(pulumi.String("canary 2")).(pulumi.StringOutput)
	args.ConnectURL = pulumi.ToSecret(pulumi.String("http://canary.example.com")).(pulumi.StringOutput)
	args.Gateway = &component.GatewayArgs{Name: pulumi.String("public"), Policy: pulumi.ToSecret(pulumi.String("!canary")).(pulumi.StringOutput)}
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", args)
		return err
	})
	if err == nil || strings.Contains(err.Error(), "canary") || strings.Count(err.Error(), "[secret]") != 4 {
		t.Error(err)
	}
}

// Rules over several arguments tell no more of a secret than rules over one.
func TestSecretsAreNotComparedAloud(t *testing.T) {
	secret := func(text string) pulumi.StringOutput {
		return pulumi.ToSecret(pulumi.String(text)).(pulumi.StringOutput)
	}
	args := minimal()
	args.ConnectURL = secret("https://canary.example.org")
	args.Oidc = &component.OidcArgs{SecretName: secret("canary"), TokenSecretName: pulumi.String("canary")}
	args.Server = &component.ServerArgs{
		Resources: &component.ResourcesArgs{Limits: pulumi.StringMap{"memory": secret("7Mi")}},
		Pod: &component.PodArgs{
			ExtraEnv:          corev1.EnvVarArray{&corev1.EnvVarArgs{Name: secret("canary name"), Value: pulumi.String("x")}},
			ExtraVolumes:      corev1.VolumeArray{&corev1.VolumeArgs{Name: secret("canary")}},
			ExtraVolumeMounts: mount("other", "/other"),
		},
	}
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", args)
		return err
	})
	if err == nil || strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "7Mi") || strings.Count(err.Error(), "\n  ") != 5 {
		t.Error(err)
	}
}
