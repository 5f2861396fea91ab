package component

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// settings are all arguments with their defaults, checked.
type settings struct {
	name   string // of the component
	owners []string

	namespace, platformURL, connectURL pulumi.StringOutput
	allowedWorkspaces                  pulumi.IntArrayInput // nil allows all

	redis     redisSettings
	templates []templateSettings
	oidc      oidcSettings
	proxy     proxySettings
	server    serverSettings
	ingress   ingressSettings
	platform  platformSettings

	imagePullSecrets    pulumi.StringArrayOutput
	nodeSelector        pulumi.StringMapInput
	labels, annotations pulumi.StringMapInput // nil: none
	timeoutSeconds      int
	unknown             []string // arguments that this preview cannot check
}

type redisSettings struct {
	address, prefix    pulumi.StringOutput
	database           pulumi.IntOutput
	tls                pulumi.BoolOutput
	username, password *pulumi.StringOutput // nil: not given
}

type templateSettings struct {
	key                            string
	repository, tool, icon, status pulumi.StringOutput
	port                           pulumi.IntOutput
}

type oidcSettings struct {
	token, pem              *pulumi.StringOutput // nil: to be generated
	keyBits                 pulumi.IntOutput
	secret, credentialsName pulumi.StringOutput
}

type podSettings struct {
	name, image, logLevel                         pulumi.StringOutput
	replicas                                      pulumi.IntOutput
	requests, limits                              pulumi.StringMapInput
	podLabels, podAnnotations, serviceAnnotations pulumi.StringMapInput // nil: none
}

type proxySettings struct {
	podSettings
	port                       pulumi.IntOutput
	serviceType, localCacheTTL pulumi.StringOutput
}

type serverSettings struct {
	podSettings
	tunnelPort, listenerPort pulumi.IntOutput
}

type ingressSettings struct {
	name, host, path, pathType pulumi.StringOutput
	copyFrom, className, tls   *pulumi.StringOutput  // nil: not given
	annotations                pulumi.StringMapInput // nil: none
	skipAwait                  pulumi.BoolOutput
}

type platformSettings struct {
	configMap, towerYmlConfigMap, towerYmlKey pulumi.StringOutput
	backend, cron                             workloadSettings
}

type workloadSettings struct {
	role                  string
	deployment, container pulumi.StringOutput
}
