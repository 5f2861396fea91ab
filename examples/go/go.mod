module studios-go

go 1.26.0

require (
	github.com/pulumi/pulumi/sdk/v3 v3.256.0
	github.com/seqeralabs/pulumi-seqera-studios/sdk/go/seqerastudios v0.1.0
)
