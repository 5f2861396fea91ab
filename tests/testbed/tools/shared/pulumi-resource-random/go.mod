// Named under the provider that it bridges, whose packages are internal. All versions are those of ../go.mod.
module github.com/terraform-providers/terraform-provider-random/pulumi-resource-random

go 1.26.0

require (
	github.com/pulumi/pulumi-terraform-bridge/v3 v3.137.0
	github.com/pulumi/pulumi/sdk/v3 v3.259.0
	github.com/terraform-providers/terraform-provider-random v1.3.2-0.20250225172818-f6ac5f9adf99
)
