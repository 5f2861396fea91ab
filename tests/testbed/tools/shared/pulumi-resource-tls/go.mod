// Named under the provider that it bridges, whose packages are internal. All versions are those of ../go.mod.
module github.com/hashicorp/terraform-provider-tls/pulumi-resource-tls

go 1.26.0

require (
	github.com/hashicorp/terraform-provider-tls v1.2.1-0.20250423195406-eefba144662d
	github.com/pulumi/pulumi-terraform-bridge/v3 v3.137.0
	github.com/pulumi/pulumi/sdk/v3 v3.259.0
)
