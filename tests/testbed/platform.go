package testbed

import (
	"context"
	_ "embed"
)

var (
	// ConfigMaps are the sample Platform's platform-backend-cfg and tower-yml.
	//
	//go:embed platform/configmap.yml
	ConfigMaps string
	// Workloads are the sample Platform's Deployments, Services and Ingress.
	//
	//go:embed platform/platform.yml
	Workloads string
	// StudiosByHand is Studios as the manual page makes it, beside the sample Platform.
	//
	//go:embed platform/studios.yml
	StudiosByHand string
)

// Canary is part of every value of the sample Platforms that must never be seen outside its cluster: passwords, keys,
// the licence, a comment in tower.yml; not of the signing key that a chart generates.
const Canary = "canary-"

// InstallPlatform makes a namespace and installs the sample Platform in it with kubectl apply.
func (c *Cluster) InstallPlatform(ctx context.Context, namespace string) error {
	if _, err := c.Kubectl(ctx, "default", "create", "namespace", namespace); err != nil {
		return err
	}
	if err := c.createPullSecret(ctx, namespace); err != nil {
		return err
	}
	for _, manifests := range []string{ConfigMaps, Workloads} {
		if err := c.Apply(ctx, namespace, manifests); err != nil {
			return err
		}
	}
	return c.AwaitPlatform(ctx, namespace)
}

// createPullSecret makes the Secret with which the images of Platform and Studios are pulled.
func (c *Cluster) createPullSecret(ctx context.Context, namespace string) error {
	_, err := c.Kubectl(ctx, namespace, "create", "secret", "docker-registry", "cr.seqera.io", "--docker-server=cr.seqera.io",
		"--docker-username=platform", "--docker-password="+Canary+"registry-password-6f0e")
	return err
}

// AwaitPlatform waits until the Platform has rolled out.
func (c *Cluster) AwaitPlatform(ctx context.Context, namespace string) error {
	return c.AwaitRollouts(ctx, namespace, "")
}

// AwaitRollouts waits for a Platform whose names all begin with a prefix.
func (c *Cluster) AwaitRollouts(ctx context.Context, namespace, prefix string) error {
	for _, component := range []string{"cron", "backend", "frontend"} {
		deployment := "deployment/" + prefix + component
		if _, err := c.Kubectl(ctx, namespace, "rollout", "status", deployment, "--timeout=60s"); err != nil {
			return err
		}
	}
	return nil
}
