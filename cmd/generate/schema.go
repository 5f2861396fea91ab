package main

import (
	"context"
	"encoding/json"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"

	"github.com/seqeralabs/pulumi-seqera-studios/provider"
)

// packageSchema is the schema that the plugin serves, without its version, which a release sets.
func packageSchema(string) (string, error) {
	spec, err := served()
	if err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(spec, "", "  ")
	return string(text) + "\n", err
}

func served() (spec schema.PackageSpec, err error) {
	plugin, err := provider.New()
	if err != nil {
		return spec, err
	}
	server, err := integration.NewServer(context.Background(), provider.Name, semver.MustParse("1.0.0"),
		integration.WithProvider(plugin))
	if err != nil {
		return spec, err
	}
	response, err := server.GetSchema(p.GetSchemaRequest{})
	if err != nil {
		return spec, err
	}
	err = json.Unmarshal([]byte(response.Schema), &spec)
	spec.Version = ""
	return spec, err
}
