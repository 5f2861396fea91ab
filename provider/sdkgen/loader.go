package main

import (
	"context"
	"fmt"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// ownTypes is the loader of a package that uses no types of other packages.
type ownTypes struct{}

func (ownTypes) LoadPackage(name string, _ *semver.Version) (*schema.Package, error) {
	return nil, fmt.Errorf("the schema refers to package %q, and only its own types can be generated", name)
}

func (o ownTypes) LoadPackageV2(_ context.Context, descriptor *schema.PackageDescriptor) (*schema.Package, error) {
	return o.LoadPackage(descriptor.Name, nil)
}
