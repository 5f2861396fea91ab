package main

import (
	"context"
	"io"
	"log"

	"github.com/hashicorp/terraform-provider-tls/internal/provider"
	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfgen"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
)

func main() {
	ctx := context.Background()
	info := tfbridge.ProviderInfo{
		P:                pf.ShimProvider(provider.New()),
		Name:             "tls",
		Version:          "5.2.0",
		UpstreamRepoPath: ".",
		MetadataInfo:     tfbridge.NewProviderMetadata([]byte("{}")),
	}
	standard := tokens.MakeStandard("tls")
	info.MustComputeTokens(tokens.SingleModule("tls_", "index", func(module, name string) (string, error) {
		return standard(module, ""+name)
	}))
	schema, err := tfgen.GenerateSchema(ctx, tfgen.GenerateSchemaOptions{
		ProviderInfo:    info,
		DiagnosticsSink: diag.DefaultSink(io.Discard, io.Discard, diag.FormatOptions{Color: colors.Never}),
		XInMemoryDocs:   true,
	})
	if err != nil {
		log.Fatal(err)
	}
	pf.Main(ctx, "tls", info, schema.ProviderMetadata)
}
