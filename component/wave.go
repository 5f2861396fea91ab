package component

import (
	"strings"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// WaveArgs describe the images that Wave builds for sessions with packages of their own.
type WaveArgs struct {
	// CustomImageRegistry is the registry that they are pushed to. Example: "registry.example.com".
	CustomImageRegistry pulumi.StringPtrInput `pulumi:"customImageRegistry,optional"`
	// CustomImageRepository is their repository in that registry. Example: "studios/sessions".
	CustomImageRepository pulumi.StringPtrInput `pulumi:"customImageRepository,optional"`
	// CustomImageNameStrategy is where an image's name says what was built: in the tag, in the name, or nowhere.
	CustomImageNameStrategy pulumi.StringPtrInput `pulumi:"customImageNameStrategy,optional"`
	// DisallowedRegistries are those whose images no session may have.
	DisallowedRegistries pulumi.StringArrayInput `pulumi:"disallowedRegistries,optional"`
	// StatusCheckInitialDelay is how long the Platform waits before it first asks Wave how a build gets on.
	StatusCheckInitialDelay pulumi.StringPtrInput `pulumi:"statusCheckInitialDelay,optional"`
	// StatusCheckRate is how long it waits before it asks again.
	StatusCheckRate pulumi.StringPtrInput `pulumi:"statusCheckRate,optional"`
}

// Annotate describes the arguments in the schema.
func (a *WaveArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *WaveArgs) rows() []row {
	return []row{
		derived(&a.CustomImageRegistry, platformsOwn, rules.RegistryHost).since("25.2", ""),
		derived(&a.CustomImageRepository, platformsOwn, rules.Path).since("25.2", ""),
		nameStrategies.derivedAt(&a.CustomImageNameStrategy, platformsOwn).since("25.2", ""),
		derived(&a.DisallowedRegistries, platformsOwn, rules.Each(rules.RegistryHost)).since("26.1", ""),
		derived(&a.StatusCheckInitialDelay, platformsOwn, rules.PlatformDuration).since("26.1", ""),
		derived(&a.StatusCheckRate, platformsOwn, rules.PlatformDuration).since("26.1", ""),
	}
}

// platformsOwn is the default of settings that the Platform has one for, and another from version to version.
const platformsOwn = "the Platform's own"

var nameStrategies = enum{"NameStrategy", []string{"imageSuffix", "none", "tagPrefix"}}

func (a *WaveArgs) variables() pulumi.StringMap {
	const prefix = "TOWER_DATA_STUDIO_WAVE_"
	return whereGiven(map[string]pulumi.Input{
		prefix + "CUSTOM_IMAGE_REGISTRY":      a.CustomImageRegistry,
		prefix + "CUSTOM_IMAGE_REPOSITORY":    a.CustomImageRepository,
		prefix + "CUSTOM_IMAGE_NAME_STRATEGY": a.CustomImageNameStrategy,
		prefix + "DISALLOWED_REGISTRIES":      joined(a.DisallowedRegistries, ","),
		prefix + "STATUS_CHECK_INITIAL_DELAY": a.StatusCheckInitialDelay,
		prefix + "STATUS_CHECK_RATE":          a.StatusCheckRate,
	})
}

func (a *WaveArgs) warnings() (all []string) {
	if a.CustomImageRepository != nil && a.CustomImageRegistry == nil {
		all = append(all, "wave.customImageRepository: the Platform does not look at it without wave.customImageRegistry")
	}
	return all
}

// whereGiven are variables as texts, but for those whose arguments are left out.
func whereGiven(arguments map[string]pulumi.Input) pulumi.StringMap {
	all := pulumi.StringMap{}
	for name, value := range arguments {
		if value != nil {
			all[name] = pulumi.Sprintf("%v", value)
		}
	}
	return all
}

// joined is a list as one text; nil where there is none.
func joined(list pulumi.StringArrayInput, separator string) pulumi.Input {
	if list == nil {
		return nil
	}
	return pulumi.ToOutput(list).ApplyT(func(given any) string {
		return strings.Join(given.([]string), separator)
	})
}
