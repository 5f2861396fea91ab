package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// strict refuses names that no argument has. The engine checks the inputs of a component against no schema, and infer leaves
// out what it does not know, so that a misspelt name in YAML would be lost without a word.
func strict(provider p.Provider) p.Provider {
	construct := provider.Construct
	provider.Construct = func(ctx context.Context, request p.ConstructRequest) (p.ConstructResponse, error) {
		given, _ := plain(property.New(request.Inputs)).(map[string]any)
		if unknown := component.UnknownArguments(given); len(unknown) > 0 {
			message := fmt.Sprintf("Studios %q: nothing was changed:\n  %s", request.Urn.Name(), strings.Join(unknown, "\n  "))
			if programRuntime() == "python" {
				message = pythonNames(message)
			}
			return p.ConstructResponse{}, errors.New(message)
		}
		request.Inputs = withoutNulls(request.Inputs)
		return construct(ctx, request)
	}
	return provider
}

// withoutNulls leaves out what is null, be it the output of another resource: infer makes 0 or an empty text of that.
func withoutNulls(given property.Map) property.Map {
	all := map[string]property.Value{}
	for name, value := range given.All {
		switch {
		case value.IsNull():
		case value.IsMap():
			all[name] = property.WithGoValue(value, withoutNulls(value.AsMap()))
		default:
			all[name] = value
		}
	}
	return property.NewMap(all)
}

// plain is a value with the names in it; texts, numbers and what is not known yet do not matter.
func plain(value property.Value) any {
	switch {
	case value.IsMap():
		all := map[string]any{}
		for name, entry := range value.AsMap().All {
			all[name] = plain(entry)
		}
		return all
	case value.IsArray():
		all := []any{}
		for _, entry := range value.AsArray().All {
			all = append(all, plain(entry))
		}
		return all
	}
	return nil
}
