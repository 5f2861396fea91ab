//go:build testbed && long

package stories

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// edit is what a user types.
type edit struct {
	remove []string
	set    [][2]string
	secret bool
}

// edit does it, and tells what without a value.
func (s *story) edit(argument string, e edit) string {
	s.Helper()
	for _, key := range e.remove {
		_, _ = s.try("config", "rm", "--path", key) // it may not be there
	}
	for _, pair := range e.set {
		if e.secret {
			s.set(pair[0], pair[1], "--secret")
		} else {
			s.set(pair[0], pair[1])
		}
	}
	if len(e.set) == 0 {
		return argument + " left out"
	}
	if e.secret {
		return argument + " = [secret]"
	}
	return argument + " = " + e.set[0][1]
}

// to are the alternatives of a plain argument, of which the last is to leave it out.
func to(key string, values ...string) []edit {
	all := []edit{{remove: []string{key}}}
	for _, value := range values {
		all = append(all, edit{set: [][2]string{{key, value}}})
	}
	return all
}

// always is for an argument that has to be there.
func always(key string, values ...string) []edit { return to(key, values...)[1:] }

// together are several settings that make sense only so. The first names what is removed.
func together(key string, pairs ...string) []edit {
	e := edit{}
	for i := 0; i < len(pairs); i += 2 {
		e.set = append(e.set, [2]string{key + pairs[i], pairs[i+1]})
	}
	return []edit{{remove: []string{key}}, e}
}

func secret(edits []edit) []edit {
	for i := range edits {
		edits[i].secret = true
	}
	return edits
}

// untouched are arguments that cannot change in a stack that lives, with the reason.
var untouched = map[string]string{
	"namespace":                  "is another Platform",
	"platformUrl":                "has to be that of the Platform",
	"oidc.existingKeySecret":     "needs a Platform with a key of its own",
	"oidc.existingTokenSecret":   "needs a Platform with a token of its own",
	"ingress.copyFrom":           "there is one Ingress only",
	"platform.release":           "needs a Platform by Helm",
	"templates.*.repository":     "see templates",
	"platform.towerYmlConfigMap": "with towerYmlKey",
	"proxy.autoscaling":          "lets pods come and go at times of its own, see TestSettingsAutoscaling",
	"certificateAuthority":       "restarts backend and cron twice where it goes, see TestSettingsAuthority",
	"gateway":                    "needs kinds that other stories need not to be there, see TestSettingsGateway",
}

// alternatives are values for every argument, such as the sample Platform takes, each beside all others.
func (s *story) alternatives(f furnished) map[string][]edit {
	key := func() string { return openssl(s, "", "genrsa", "2048") }
	all := map[string][]edit{
		"connectUrl":                  always("connectUrl", "https://connect.example.com", "https://studios.example.com"),
		"redis.address":               always("redis.address", "redis.example.com:6379", "redis2.example.com:6380", "redis3.example.com"),
		"redis.database":              without(to("redis.database", "1", "2", "3"), "redis.cluster"),
		"redis.prefix":                to("redis.prefix", "connect:session", "studios"),
		"redis.tls":                   to("redis.tls", "true", "false"),
		"redis.username":              to("redis.username", "studios", "others"),
		"redis.password":              secret(without(to("redis.password", "canary-first", "canary-second", "canary-third"), "redis.existingPasswordSecret")),
		"allowedWorkspaces":           allowed(),
		"allowedWorkspacesIn":         append(to("allowedWorkspacesIn", "towerYml"), edit{set: [][2]string{{"allowedWorkspacesIn", "environment"}, {"allowedWorkspaces", "2,3"}}}),
		"templates.*.tool":            without(together("templates.CUSTOM", ".tool", "jupyter", ".repository", "registry.example.com/studio:1"), "removedTemplates"),
		"templates.*.icon":            without(together("templates.CUSTOM", ".icon", "flask", ".tool", "rstudio", ".repository", "registry.example.com/studio:2"), "removedTemplates"),
		"templates.*.status":          without(together("templates.OTHER", ".status", "experimental", ".tool", "vscode", ".repository", "registry.example.com/other:1"), "removedTemplates"),
		"templates.*.port":            without(together("templates.OTHER", ".port", "3001", ".tool", "vscode", ".repository", "registry.example.com/other:1"), "removedTemplates"),
		"oidc.registrationToken":      secret(without(to("oidc.registrationToken", "canary-registration-0123", "canary-registration-4567"), "rotation.token")),
		"oidc.keyBits":                {{remove: []string{"oidc.pem"}, set: [][2]string{{"oidc.keyBits", "2048"}}}, {remove: []string{"oidc.pem"}, set: [][2]string{{"oidc.keyBits", "2056"}}}},
		"oidc.pem":                    secret(without(always("oidc.pem", key(), key()), "oidc.keyBits", "rotation.key")),
		"oidc.secretName":             to("oidc.secretName", "other-oidc-certs"),
		"oidc.tokenSecretName":        to("oidc.tokenSecretName", "other-credentials"),
		"ingress.name":                to("ingress.name", "studios-ingress"),
		"ingress.host":                to("ingress.host", "*.example.com"),
		"ingress.className":           to("ingress.className", "alb"),
		"ingress.annotations":         to(`ingress.annotations["example.com/team"]`, "genomics", "imaging"),
		"ingress.path":                to("ingress.path", "/*"),
		"ingress.pathType":            to("ingress.pathType", "ImplementationSpecific"),
		"imagePullSecrets":            together("imagePullSecrets", "[0]", "cr.seqera.io", "[1]", "registry.example.com"),
		"nodeSelector":                together("nodeSelector", `["kubernetes.io/arch"]`, "amd64", `["kubernetes.io/os"]`, "linux"),
		"labels":                      to("labels.cost-centre", "genomics", "imaging"),
		"annotations":                 to(`annotations["example.com/owner"]`, "genomics", "imaging"),
		"timeoutSeconds":              to("timeoutSeconds", "120", "300"),
		"platform.version":            f.versions(),
		"platform.configMap":          to("platform.configMap", "platform-backend-cfg"),
		"platform.towerYmlKey":        append(to("platform.towerYmlKey"), edit{set: [][2]string{{"platform.towerYmlKey", "tower.yml"}, {"platform.towerYmlConfigMap", "tower-yml"}}}),
		"platform.backend.deployment": to("platform.backend.deployment", "backend"),
		"platform.backend.container":  to("platform.backend.container", "backend"),
		"platform.cron.deployment":    to("platform.cron.deployment", "cron"),
		"platform.cron.container":     to("platform.cron.container", "cron"),
	}
	maps.Copy(all, s.settings(f))
	maps.Copy(all, s.doors(f))
	for group, own := range ownAlternatives {
		for name, edits := range own {
			all[group+"."+name] = edits
		}
		for name, edits := range podAlternatives(group) {
			all[group+"."+name] = edits
		}
	}
	return all
}

// allowed are lists of workspaces wherever the version has them: before 26.1 the environment cannot say all.
func allowed() []edit {
	edits := to("allowedWorkspaces", "all", "none", "12345,67890", "1")
	for i := range edits {
		edits[i].remove = append(edits[i].remove, "allowedWorkspacesIn")
	}
	return edits
}

// ownAlternatives are those that proxy and server do not share.
var ownAlternatives = map[string]map[string][]edit{
	"proxy": {
		"name":          to("proxy.name", "studios-proxy"),
		"port":          to("proxy.port", "8081", "9081"),
		"serviceType":   without(to("proxy.serviceType", "NodePort", "ClusterIP"), "proxy.serviceNodePort"),
		"localCacheTtl": to("proxy.localCacheTtl", "2m", "5m", "90s"),
	},
	"server": {
		"name":         to("server.name", "studios-server"),
		"tunnelPort":   to("server.tunnelPort", "7070", "7071"),
		"listenerPort": to("server.listenerPort", "7777", "7778"),
	},
}

// podAlternatives are those of proxy and server alike. Some make no difference: 0.05 and 50m are the same, and 30 seconds are
// what Kubernetes has by itself.
func podAlternatives(group string) map[string][]edit {
	at := func(name string) string { return group + "." + name }
	parts := []string{at("imageRepository"), at("imageTag"), at("imageDigest")}
	least := at("disruptionBudget.minAvailable")
	replicas := to(at("replicas"), "1", "2", "3", "4")
	for i := range replicas {
		replicas[i].remove = append(replicas[i].remove, least)
	}
	const preferred = ".nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]"
	return map[string][]edit{
		"image":              without(to(at("image"), "registry.example.com/studios/"+group+":0.12.0", "registry.example.com/studios/"+group+":0.13.1"), parts...),
		"imageRepository":    without(to(at("imageRepository"), "registry.example.com/studios/"+group), at("image")),
		"imageTag":           without(to(at("imageTag"), "0.12.1", "0.13.0"), at("image")),
		"imageDigest":        without(to(at("imageDigest"), "sha256:"+strings.Repeat("0", 64), "sha256:"+strings.Repeat("1", 64)), at("image")),
		"imagePullPolicy":    to(at("imagePullPolicy"), "Always", "IfNotPresent"),
		"replicas":           replicas,
		"logLevel":           to(at("logLevel"), "trace", "debug", "info", "warn"),
		"resources.requests": to(at("resources.requests.cpu"), "30m", "50m", "0.05", "0.03"),
		"resources.limits":   to(at("resources.limits.memory"), "256Mi", "512Mi", "0.5Gi"),
		"podLabels":          to(at("podLabels.team"), "genomics", "imaging"),
		"podAnnotations":     to(at(`podAnnotations["example.com/scrape"]`), "a", "b"),
		"serviceAnnotations": to(at(`serviceAnnotations["example.com/port"]`), "a", "b"),
		"serviceLabels":      to(at("serviceLabels.team"), "genomics", "imaging"),
		"extraServicePorts":  together(at("extraServicePorts"), "[0].name", "extra", "[0].port", "9999"),
		"pod.command":        together(at("pod.command"), "[0]", "/"+group),
		"pod.args":           together(at("pod.args"), "[0]", "--verbose"),
		"pod.initContainers": together(at("pod.initContainers"), "[0].name", "before", "[0].image", "registry.example.com/before:1"),
		"pod.extraEnvFrom":   together(at("pod.extraEnvFrom"), "[0].configMapRef.name", "tower-yml"),
		"pod.affinity": together(at("pod.affinity"), preferred+".weight", "10", preferred+".preference.matchExpressions[0].key", "pool",
			preferred+".preference.matchExpressions[0].operator", "Exists"),
		"pod.tolerations":                   together(at("pod.tolerations"), "[0].key", "studios", "[0].operator", "Exists"),
		"pod.topologySpreadConstraints":     without(together(at("pod.topologySpreadConstraints"), "[0].maxSkew", "1", "[0].topologyKey", "kubernetes.io/hostname", "[0].whenUnsatisfiable", "ScheduleAnyway"), at("pod.spread")),
		"pod.spread":                        without(to(at("pod.spread"), "nodes", "zones"), at("pod.topologySpreadConstraints")),
		"pod.readinessProbe":                together(at("pod.readinessProbe"), ".tcpSocket.port", group, ".periodSeconds", "20"),
		"pod.livenessProbe":                 together(at("pod.livenessProbe"), ".httpGet.port", group, ".httpGet.path", "/live"),
		"pod.startupProbe":                  together(at("pod.startupProbe"), ".tcpSocket.port", group, ".failureThreshold", "30"),
		"disruptionBudget.enabled":          to(at("disruptionBudget.enabled"), "true", "false"),
		"disruptionBudget.maxUnavailable":   without(to(at("disruptionBudget.maxUnavailable"), "1", "50%"), least),
		"disruptionBudget.minAvailable":     {{remove: []string{least}}, {remove: []string{at("disruptionBudget.maxUnavailable")}, set: [][2]string{{least, "1"}, {at("replicas"), "3"}}}},
		"pod.podSecurityContext":            to(at("pod.podSecurityContext.fsGroup"), "2000", "65532"),
		"pod.securityContext":               to(at("pod.securityContext.runAsUser"), "2000", "65532"),
		"pod.extraEnv":                      together(at("pod.extraEnv"), "[0].name", "EXAMPLE", "[0].value", "a"),
		"pod.extraVolumes":                  {{set: [][2]string{{at("pod.extraVolumes[0].name"), "example"}, {at("pod.extraVolumes[0].emptyDir.sizeLimit"), "1Mi"}}}, {remove: []string{at("pod.extraVolumes"), at("pod.extraVolumeMounts")}}},
		"pod.extraVolumeMounts":             {{set: [][2]string{{at("pod.extraVolumes[0].name"), "example"}, {at("pod.extraVolumes[0].emptyDir.sizeLimit"), "2Mi"}, {at("pod.extraVolumeMounts[0].name"), "example"}, {at("pod.extraVolumeMounts[0].mountPath"), "/example"}}}, {remove: []string{at("pod.extraVolumeMounts")}}},
		"pod.priorityClassName":             to(at("pod.priorityClassName"), "system-cluster-critical"),
		"pod.terminationGracePeriodSeconds": to(at("pod.terminationGracePeriodSeconds"), "30", "40"),
	}
}

// everyArgumentChanges holds the list of alternatives against the arguments that there are.
func everyArgumentChanges(t *testing.T) {
	t.Helper()
	alternatives := (&story{T: t}).alternatives(furnished{})
	for _, a := range component.Arguments() {
		_, isListed := alternatives[a.Path]
		isUntouched := slices.ContainsFunc(prefixes(a.Path), func(path string) bool { return untouched[path] != "" })
		if !a.IsGroup && !isListed && !isUntouched {
			t.Errorf("%s never changes here", a.Path)
		}
	}
}

// prefixes are a path and those of the groups around it.
func prefixes(path string) (all []string) {
	for i := range path {
		if path[i] == '.' {
			all = append(all, path[:i])
		}
	}
	return append(all, path)
}
