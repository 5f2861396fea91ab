package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// fromFile is the loader of a package that uses types of the Kubernetes package and of no other. Of that package it binds
// the types that are referred to only.
type fromFile struct {
	path   string
	loaded schema.PackageReference
}

func (f *fromFile) LoadPackageReferenceV2(
	_ context.Context, descriptor *schema.PackageDescriptor,
) (schema.PackageReference, error) {
	if descriptor.Name != "kubernetes" {
		return nil, fmt.Errorf("the schema refers to package %q, and only types of kubernetes can be generated", descriptor.Name)
	}
	if f.loaded != nil {
		return f.loaded, nil
	}
	text, err := os.ReadFile(f.path)
	if err != nil {
		return nil, err
	}
	var spec schema.PartialPackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, err
	}
	spec.Version = descriptor.Version.String() // which the file does not hold
	f.loaded, err = schema.ImportPartialSpec(spec, nil, f)
	return f.loaded, err
}

func (f *fromFile) LoadPackageReference(name string, version *semver.Version) (schema.PackageReference, error) {
	return f.LoadPackageReferenceV2(context.Background(), &schema.PackageDescriptor{Name: name, Version: version})
}

func (f *fromFile) LoadPackageV2(ctx context.Context, descriptor *schema.PackageDescriptor) (*schema.Package, error) {
	reference, err := f.LoadPackageReferenceV2(ctx, descriptor)
	if err != nil {
		return nil, err
	}
	return reference.Definition()
}

func (f *fromFile) LoadPackage(name string, version *semver.Version) (*schema.Package, error) {
	return f.LoadPackageV2(context.Background(), &schema.PackageDescriptor{Name: name, Version: version})
}
