//go:build testbed && long

package stories

import (
	"slices"
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
}

// alternatives are values for every argument, such as the sample Platform takes.
func (s *story) alternatives() map[string][]edit {
	key := func() string { return openssl(s, "", "genrsa", "2048") }
	all := map[string][]edit{
		"connectUrl":                  always("connectUrl", "https://connect.example.com", "https://studios.example.com"),
		"redis.address":               always("redis.address", "redis.example.com:6379", "redis2.example.com:6380", "redis3.example.com"),
		"redis.database":              to("redis.database", "1", "2", "3"),
		"redis.prefix":                to("redis.prefix", "connect:session", "studios"),
		"redis.tls":                   to("redis.tls", "true", "false"),
		"redis.username":              to("redis.username", "studios", "others"),
		"redis.password":              secret(to("redis.password", "canary-first", "canary-second", "canary-third")),
		"allowedWorkspaces":           to("allowedWorkspaces", "all", "none", "12345,67890", "1"),
		"allowedWorkspacesIn":         to("allowedWorkspacesIn", "environment", "towerYml"),
		"templates.*.tool":            together("templates.CUSTOM", ".tool", "jupyter", ".repository", "registry.example.com/studio:1"),
		"templates.*.icon":            together("templates.CUSTOM", ".icon", "flask", ".tool", "rstudio", ".repository", "registry.example.com/studio:2"),
		"templates.*.status":          together("templates.OTHER", ".status", "experimental", ".tool", "vscode", ".repository", "registry.example.com/other:1"),
		"templates.*.port":            together("templates.OTHER", ".port", "3001", ".tool", "vscode", ".repository", "registry.example.com/other:1"),
		"oidc.registrationToken":      secret(to("oidc.registrationToken", "canary-registration-0123", "canary-registration-4567")),
		"oidc.keyBits":                {{remove: []string{"oidc.pem"}, set: [][2]string{{"oidc.keyBits", "2048"}}}, {remove: []string{"oidc.pem"}, set: [][2]string{{"oidc.keyBits", "2056"}}}},
		"oidc.pem":                    {{remove: []string{"oidc.keyBits"}, set: [][2]string{{"oidc.pem", key()}}, secret: true}, {remove: []string{"oidc.keyBits"}, set: [][2]string{{"oidc.pem", key()}}, secret: true}},
		"oidc.secretName":             to("oidc.secretName", "other-oidc-certs"),
		"oidc.tokenSecretName":        to("oidc.tokenSecretName", "other-credentials"),
		"ingress.name":                to("ingress.name", "studios-ingress"),
		"ingress.host":                to("ingress.host", "*.example.com"),
		"ingress.className":           to("ingress.className", "alb"),
		"ingress.annotations":         to(`ingress.annotations["example.com/team"]`, "genomics", "imaging"),
		"ingress.path":                to("ingress.path", "/*"),
		"ingress.pathType":            to("ingress.pathType", "ImplementationSpecific"),
		"ingress.tlsSecretName":       to("ingress.tlsSecretName", "wildcard-certificate"),
		"ingress.skipAwait":           to("ingress.skipAwait", "true", "false"),
		"imagePullSecrets":            together("imagePullSecrets", "[0]", "cr.seqera.io", "[1]", "registry.example.com"),
		"nodeSelector":                together("nodeSelector", `["kubernetes.io/arch"]`, "amd64", `["kubernetes.io/os"]`, "linux"),
		"labels":                      to("labels.cost-centre", "genomics", "imaging"),
		"annotations":                 to(`annotations["example.com/owner"]`, "genomics", "imaging"),
		"timeoutSeconds":              to("timeoutSeconds", "120", "300"),
		"platform.version":            to("platform.version", "25.3"),
		"platform.configMap":          to("platform.configMap", "platform-backend-cfg"),
		"platform.towerYmlKey":        together("platform", ".towerYmlKey", "tower.yml", ".towerYmlConfigMap", "tower-yml"),
		"platform.backend.deployment": to("platform.backend.deployment", "backend"),
		"platform.backend.container":  to("platform.backend.container", "backend"),
		"platform.cron.deployment":    to("platform.cron.deployment", "cron"),
		"platform.cron.container":     to("platform.cron.container", "cron"),
	}
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

// ownAlternatives are those that proxy and server do not share.
var ownAlternatives = map[string]map[string][]edit{
	"proxy": {
		"name":          to("proxy.name", "studios-proxy"),
		"port":          to("proxy.port", "8081", "9081"),
		"serviceType":   to("proxy.serviceType", "NodePort", "ClusterIP"),
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
	const preferred = ".nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]"
	return map[string][]edit{
		"image":              to(at("image"), "registry.example.com/studios/"+group+":0.11.0", "registry.example.com/studios/"+group+":0.11.1"),
		"replicas":           to(at("replicas"), "1", "2", "3", "4"),
		"logLevel":           to(at("logLevel"), "trace", "debug", "info", "warn"),
		"resources.requests": to(at("resources.requests.cpu"), "30m", "50m", "0.05", "0.03"),
		"resources.limits":   to(at("resources.limits.memory"), "256Mi", "512Mi", "0.5Gi"),
		"podLabels":          to(at("podLabels.team"), "genomics", "imaging"),
		"podAnnotations":     to(at(`podAnnotations["example.com/scrape"]`), "a", "b"),
		"serviceAnnotations": to(at(`serviceAnnotations["example.com/port"]`), "a", "b"),
		"pod.affinity": together(at("pod.affinity"), preferred+".weight", "10", preferred+".preference.matchExpressions[0].key", "pool",
			preferred+".preference.matchExpressions[0].operator", "Exists"),
		"pod.tolerations":                   together(at("pod.tolerations"), "[0].key", "studios", "[0].operator", "Exists"),
		"pod.topologySpreadConstraints":     together(at("pod.topologySpreadConstraints"), "[0].maxSkew", "1", "[0].topologyKey", "kubernetes.io/hostname", "[0].whenUnsatisfiable", "ScheduleAnyway"),
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
	alternatives := (&story{T: t}).alternatives()
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
