//go:build testbed && long

package stories

// doors are alternatives of what leads to the proxy: SSH with its Service, and the Ingress.
func (s *story) doors(f furnished) map[string][]edit {
	key := func() string { text, _ := s.sshKey(); return text }
	existing := []string{"ssh.existingKeySecret", "ssh.fingerprint"}
	theirs := func(of string) []edit {
		e := edit{remove: []string{"ssh.key", "rotation.ssh"}, set: [][2]string{
			{"ssh.existingKeySecret.key", of}, {"ssh.existingKeySecret.name", "host-key"}, {"ssh.fingerprint", f.fingerprint},
		}}
		return []edit{{remove: existing}, e}
	}
	const ofBalancer = "ssh.service.type" // where it is left out
	const backend = "[0].http.paths[0].backend.service"
	return map[string][]edit{
		"ssh.enabled":                       to("ssh.enabled", "true", "false"),
		"ssh.key":                           secret(without(to("ssh.key", key(), key()), append(existing, "rotation.ssh")...)),
		"ssh.existingKeySecret.name":        theirs("key"),
		"ssh.existingKeySecret.key":         theirs("other"),
		"ssh.fingerprint":                   theirs("key"),
		"ssh.secretName":                    to("ssh.secretName", "other-ssh"),
		"ssh.port":                          to("ssh.port", "2222", "2022"),
		"ssh.publicPort":                    to("ssh.publicPort", "2222", "22"),
		"ssh.address":                       to("ssh.address", "ssh.example.com"),
		"ssh.keysManagement":                to("ssh.keysManagement", "true", "false"),
		"ssh.supportedKeyTypes":             together("ssh.supportedKeyTypes", "[0]", "ssh-ed25519"),
		"ssh.maxConnections":                to("ssh.maxConnections", "500", "2000"),
		"ssh.maxConnectionChannels":         to("ssh.maxConnectionChannels", "10", "30"),
		"ssh.handshakeTimeout":              to("ssh.handshakeTimeout", "20s", "1m"),
		"ssh.service.name":                  to("ssh.service.name", "studios-ssh"),
		"ssh.service.type":                  f.sshServices(),
		"ssh.service.className":             without(to("ssh.service.className", "example.com/nlb", "example.com/other"), ofBalancer),
		"ssh.service.annotations":           to(`ssh.service.annotations["example.com/scheme"]`, "internal", "public"),
		"ssh.service.sourceRanges":          without(together("ssh.service.sourceRanges", "[0]", "203.0.113.0/24"), ofBalancer),
		"ssh.service.externalTrafficPolicy": without(to("ssh.service.externalTrafficPolicy", "Cluster", "Local"), ofBalancer),
		"ssh.service.nodePort":              {{remove: []string{"ssh.service.nodePort", ofBalancer}}, {remove: []string{ofBalancer}, set: [][2]string{{"ssh.service.nodePort", f.nodePort}}}},
		"ingress.enabled":                   to("ingress.enabled", "true", "false"),
		"ingress.controller":                to("ingress.controller", "alb", "nginx", "traefik", "agic"),
		"ingress.tlsSecretName":             without(to("ingress.tlsSecretName", "wildcard-certificate"), "ingress.tlsSecretNames"),
		"ingress.tlsSecretNames":            without(together("ingress.tlsSecretNames", "[0]", "wildcard-certificate", "[1]", "another"), "ingress.tlsSecretName"),
		"ingress.issuer":                    without(to("ingress.issuer", "letsencrypt"), "ingress.clusterIssuer"),
		"ingress.clusterIssuer":             without(to("ingress.clusterIssuer", "letsencrypt", "others"), "ingress.issuer"),
		"ingress.certificateArn":            to("ingress.certificateArn", "arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"),
		"ingress.externalDns":               to("ingress.externalDns", "true", "false"),
		"ingress.labels":                    to("ingress.labels.team", "genomics", "imaging"),
		"ingress.extraRules":                together("ingress.extraRules", "[0].host", "www.example.com", "[0].http.paths[0].path", "/", "[0].http.paths[0].pathType", "Prefix", backend+".name", "frontend", backend+".port.number", "80"),
		"ingress.extraTls":                  together("ingress.extraTls", "[0].hosts[0]", "www.example.com", "[0].secretName", "www"),
		"ingress.defaultBackend":            together("ingress.defaultBackend", ".service.name", "frontend", ".service.port.number", "80"),
		"proxy.serviceNodePort":             {{remove: []string{"proxy.serviceNodePort"}}, {remove: []string{"proxy.serviceType"}, set: [][2]string{{"proxy.serviceNodePort", f.proxyPort}}}},
	}
}

// sshServices are of every type, each without what it cannot have.
func (f furnished) sshServices() []edit {
	const service = "ssh.service."
	balancers := []string{service + "className", service + "sourceRanges"}
	return []edit{
		{remove: []string{service + "type"}},
		{set: [][2]string{{service + "type", "LoadBalancer"}}},
		{remove: balancers, set: [][2]string{{service + "type", "NodePort"}, {service + "nodePort", f.nodePort}}},
		{remove: append(balancers, service+"externalTrafficPolicy", service+"nodePort"), set: [][2]string{{service + "type", "ClusterIP"}}},
	}
}
