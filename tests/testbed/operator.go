package testbed

import (
	"context"
	"path/filepath"
)

// operator is the last version of the Pulumi Kubernetes Operator that the Go proxy has as a module. Later ones are none that it has.
const (
	operator    = "github.com/pulumi/pulumi-kubernetes-operator@v1.16.0"
	operatorSum = "h1:HSgXateOE1GAgetlqB85iRx5EbcCfvLI7WeDEny9fVA="
)

// OperatorDefinitionsVariable names a folder with the CustomResourceDefinitions of a later Pulumi Kubernetes Operator.
const OperatorDefinitionsVariable = "SEQERA_STUDIOS_OPERATOR_CRDS"

// InstallOperatorDefinitions installs what the operator knows a Stack by: the definitions in a folder, or those of version 1.16.
func (c *Cluster) InstallOperatorDefinitions(ctx context.Context, folder string) (err error) {
	var files []string
	if folder != "" {
		files, err = filepath.Glob(filepath.Join(folder, "*pulumi.com_*s.yaml"))
	} else {
		files, err = moduleFiles(ctx, operator, operatorSum, "deploy/crds/pulumi.com_*s.yaml")
	}
	if err != nil {
		return err
	}
	return c.define(ctx, files, "crd/stacks.pulumi.com")
}
