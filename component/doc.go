// Package component puts Seqera Studios beside a running Seqera Platform, as one Pulumi component: [NewStudios].
//
// It takes the place of the manual page. Step by step, what does it now:
//
//	the page's step                         resource                                  file
//	registration token                      RandomPassword registration-token         oidc.go
//	RSA key pair, PEM, base64, Secret       PrivateKey oidc-key, Secret oidc-certs    oidc.go
//	token in proxy.yml                      Secret credentials, by reference          oidc.go, proxy.go
//	platform-backend-cfg                    ConfigMapPatch platform-environment       config.go
//	tower-yml                               ConfigMapPatch platform-tower-yml         toweryml.go, internal/toweryml
//	tower-svc.yml: volume and mount         DeploymentPatch …-restart-…               rollout.go
//	rollout restart of cron, then backend   DeploymentPatch …-restart-…, …-rollout    rollout.go
//	proxy.yml                               Deployment and Service proxy              proxy.go
//	server.yml                              StatefulSet and Service server            server.go
//	ingress.eks.yml                         Ingress ingress                           ingress.go
//
// What the page does not do: the preflight (preflight.go) looks at the cluster before anything is changed, the Platform is
// found and checked there (discovery.go, internal/platform), what somebody has reverted is written again (written.go), and the
// switch (config.go) turns Studios off before anything is taken away.
//
// The objects created here are ours. The Platform's two ConfigMaps and two Deployments are its owner's: of those we own
// single fields, under field managers that begin with "seqera-studios".
//
// An argument has one file, that of its group: meaning, name and secrecy with the field, default and rule in the row, and
// below them where it lands.
package component
