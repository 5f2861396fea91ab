//go:build testbed && long

package stories

import "strings"

// settings are alternatives of what the Platform and both workloads are told.
func (s *story) settings(f furnished) map[string][]edit {
	const redis, certificate = "redis.existingPasswordSecret", "redis.clientCertificate"
	return map[string][]edit{
		"redis.cluster":                      without(to("redis.cluster", "true", "false"), "redis.database"),
		"redis.tlsSkipVerify":                to("redis.tlsSkipVerify", "true", "false"),
		certificate + ".secretName":          together(certificate, ".secretName", "redis-client"),
		certificate + ".certificate":         together(certificate, ".secretName", "redis-client", ".certificate", "client.crt"),
		certificate + ".privateKey":          together(certificate, ".secretName", "redis-client", ".privateKey", "client.key"),
		redis + ".name":                      without(together(redis, ".name", "redis", ".key", "password"), "redis.password"),
		redis + ".key":                       without(together(redis, ".name", "redis", ".key", "other"), "redis.password"),
		"workspaces.ssh":                     to("workspaces.ssh", "all", "none", "12345,67890"),
		"workspaces.iframe":                  to("workspaces.iframe", "all", "none", "12345"),
		"workspaces.metrics":                 to("workspaces.metrics", "all", "none", "67890"),
		"templateSets":                       together("templateSets", "[0]", "recommended", "[1]", "deprecated"),
		"removedTemplates":                   without(together("removedTemplates", "[0]", "XPRAGA", "[1]", "RIDE"), "templates"),
		"additionalTemplates.*.repository":   s.additional("LAB-NEXT", ".tool", "jupyter"),
		"additionalTemplates.*.tool":         s.additional("LAB-NEXT", ".tool", "vscode"),
		"additionalTemplates.*.icon":         s.additional("RIDE", ".tool", "ride", ".icon", "flask"),
		"additionalTemplates.*.status":       s.additional("RIDE", ".tool", "ride", ".status", "experimental"),
		"additionalTemplates.*.port":         s.additional("RIDE", ".tool", "ride", ".port", "8788"),
		"wave.customImageRegistry":           to("wave.customImageRegistry", "registry.example.com", "other.example.com"),
		"wave.customImageRepository":         to("wave.customImageRepository", "studios/sessions", "studios/built"),
		"wave.customImageNameStrategy":       to("wave.customImageNameStrategy", "imageSuffix", "none", "tagPrefix"),
		"wave.disallowedRegistries":          together("wave.disallowedRegistries", "[0]", "docker.io", "[1]", "quay.io"),
		"wave.statusCheckInitialDelay":       to("wave.statusCheckInitialDelay", "6s", "1m"),
		"wave.statusCheckRate":               to("wave.statusCheckRate", "20s", "1m"),
		"sessions.pathRouting":               to("sessions.pathRouting", "true", "false"),
		"sessions.defaultLifespanHours":      to("sessions.defaultLifespanHours", "8", "12"),
		"sessions.privateByDefault":          to("sessions.privateByDefault", "true", "false"),
		"sessions.forceStopThreshold":        to("sessions.forceStopThreshold", "10m", "15m"),
		"sessions.listLimit":                 to("sessions.listLimit", "100", "200"),
		"sessions.metricsRetentionDays":      to("sessions.metricsRetentionDays", "7", "30"),
		"sessions.featureManifestUrl":        to("sessions.featureManifestUrl", "https://example.com/features.json"),
		"quotas.name":                        to("quotas.name", "policy"),
		"quotas.buckets.*.quotas":            append(bucket("24h", "50GB", "user_id.header", "X-Connect-Sub"), bucket("24h", "60GB", "user_id.header", "X-Connect-Sub")...),
		"quotas.buckets.*.header":            bucket("1h", "3GB", "client.header", "X-Client"),
		"quotas.buckets.*.jwt.token":         bucket("1h", "1048576", "claims.jwt.token", "access", "claims.jwt.claim", "sub"),
		"quotas.buckets.*.jwt.claim":         bucket("1h", "1048576", "claims.jwt.token", "access", "claims.jwt.claim", "email"),
		"quotas.buckets.*.permissions":       bucket("24h", "50GB", "ssh.permissions", "userId"),
		"quotas.buckets.*.clientIp":          bucket("24h", "50GB", "ip.clientIp", "true", "../trustedProxyCidrs[0]", "10.0.0.0/16"),
		"quotas.trustedProxyCidrs":           {{remove: []string{"quotas.trustedProxyCidrs", "quotas.buckets.ip"}}, {set: [][2]string{{"quotas.trustedProxyCidrs[0]", "172.16.0.0/12"}}}},
		"quotas.telemetryFlushInterval":      to("quotas.telemetryFlushInterval", "20s", "30s"),
		"quotas.telemetryTtl":                to("quotas.telemetryTtl", "168h", "240h"),
		"quotas.telemetryStreamEmitInterval": to("quotas.telemetryStreamEmitInterval", "1s", "2s"),
		"oidc.accessTokenAudience":           to("oidc.accessTokenAudience", "studios", "others"),
		"oidc.enforceAudience":               to("oidc.enforceAudience", "true", "false"),
		"rotation.token":                     without(to("rotation.token", "first", "second"), "oidc.registrationToken"),
		"rotation.key":                       without(to("rotation.key", "first", "second"), "oidc.pem"),
		"rotation.ssh":                       without(to("rotation.ssh", "first", "second"), "ssh.key", "ssh.existingKeySecret", "ssh.fingerprint"),
		"imageRegistry":                      to("imageRegistry", "registry.example.com", "registry.example.com/seqera"),
		"serviceAccount.name":                account("studios"),
		"serviceAccount.create":              account("theirs", ".create", "false"),
		"serviceAccount.annotations":         append(account("studios", `.annotations["example.com/role"]`, "studios"), account("studios", `.annotations["example.com/role"]`, "others")...),
		"podSecurity":                        to("podSecurity", "restricted"),
		"checkPodSecurity":                   to("checkPodSecurity", "true", "false"),
		"openshift":                          to("openshift", "true", "false"),
		"networkPolicy.enabled":              to("networkPolicy.enabled", "true", "false"),
		"networkPolicy.ingressNamespace":     to("networkPolicy.ingressNamespace", "ingress-nginx"),
		"networkPolicy.metricsNamespace":     to("networkPolicy.metricsNamespace", "monitoring"),
		"metrics.port":                       {{remove: []string{"metrics"}}, {set: [][2]string{{"metrics.port", "9090"}}}, {set: [][2]string{{"metrics.port", "9091"}}}},
		"metrics.path":                       {{remove: []string{"metrics.path"}}, {set: [][2]string{{"metrics.path", "/metrics/all"}, {"metrics.port", "9090"}}}},
		"metrics.authKeySecret.name":         managed("management"),
		"metrics.authKeySecret.key":          managed("other-management"),
		"commonLabels":                       to(`commonLabels["example.com/team"]`, "genomics", "imaging"),
		"certificate.pem":                    without(to("certificate.pem", f.certificate), "certificate.secretName"),
		"certificate.secretName":             without(to("certificate.secretName", "wildcard-certificate"), "certificate.pem"),
		"proxy.rollingUpdate.maxUnavailable": to("proxy.rollingUpdate.maxUnavailable", "0", "1"),
		"proxy.rollingUpdate.maxSurge":       to("proxy.rollingUpdate.maxSurge", "1", "50%"),
	}
}

// without takes away what the values of an argument exclude.
func without(edits []edit, keys ...string) []edit {
	for i := range edits {
		if len(edits[i].set) > 0 {
			edits[i].remove = append(edits[i].remove, keys...)
		}
	}
	return edits
}

// additional is a template beside Seqera's own, or in place of one.
func (s *story) additional(key string, pairs ...string) []edit {
	return together("additionalTemplates."+key, append([]string{".repository", "registry.example.com/studio:3"}, pairs...)...)
}

// bucket is one with a quota, named by the first part of the first of the settings that tell users apart.
func bucket(window, bytes string, pairs ...string) []edit {
	name, _, _ := strings.Cut(pairs[0], ".")
	key := "quotas.buckets." + name
	e := edit{remove: []string{key}, set: [][2]string{{key + ".quotas." + window, bytes}}}
	for i := 0; i < len(pairs); i += 2 {
		setting := "quotas.buckets." + pairs[i]
		if of, isBeside := strings.CutPrefix(pairs[i], "../"); isBeside {
			setting = "quotas." + of
		}
		e.set = append(e.set, [2]string{setting, pairs[i+1]})
	}
	return []edit{{remove: []string{key}}, e}
}

// managed is a management port with a key from a Secret.
func managed(secret string) []edit {
	const key = "metrics.authKeySecret"
	return []edit{{remove: []string{key}}, {set: [][2]string{{"metrics.port", "9090"}, {key + ".name", secret}, {key + ".key", "key"}}}}
}

// account is a ServiceAccount in place of whatever there was.
func account(name string, pairs ...string) []edit {
	edits := together("serviceAccount", append([]string{".name", name}, pairs...)...)
	return without(edits, "serviceAccount")
}
