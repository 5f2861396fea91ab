package platform

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

var minorVersion = regexp.MustCompile(`^v?(\d+)\.(\d+)`)

// Minor is the minor version in a version or tag, such as 25.3 in v25.3.4.
func Minor(version string) (major, minor int, ok bool) {
	parts := minorVersion.FindStringSubmatch(version)
	if parts == nil {
		return 0, 0, false
	}
	major, _ = strconv.Atoi(parts[1])
	minor, _ = strconv.Atoi(parts[2])
	return major, minor, true
}

// Repository is the last part of an image's name.
func Repository(image string) string {
	name, _, _ := strings.Cut(image, "@")
	name = name[strings.LastIndex(name, "/")+1:]
	name, _, _ = strings.Cut(name, ":")
	return name
}

// Tag is what stands behind the colon of an image.
func Tag(image string) string {
	name, _, _ := strings.Cut(image, "@")
	_, tag, _ := strings.Cut(name[strings.LastIndex(name, "/")+1:], ":")
	return tag
}

// movingTag is one without any number, such as latest or main, or a version that is not whole, such as 1 or v0.14-alpine: registries
// put these on another image with each release, or patch. Dates, build numbers and commits stay where they are.
var movingTag = regexp.MustCompile(`^(\D*|v?\d{1,2}(\.\d{1,3})?(-[a-z]\D*)?)$`)

// Moves tells of an image that may be another one tomorrow.
func Moves(image string) bool {
	return !strings.Contains(image, "@") && movingTag.MatchString(Tag(image))
}

// IsFrom tells that an image is of a version or a later one. It is false where the tag tells no version.
func IsFrom(image, version string) bool {
	return numbers(Tag(image)) != nil && !IsOlder(Tag(image), version)
}

// release is the version given, or that of the backend's image, and what belongs to it.
func (s *search) release(backend *Container) (version string, row Release) {
	const path = "platform.version"
	version = s.exact(backend)
	major, minor, ok := Minor(version)
	if !ok || major < 20 {
		s.problem(field.ErrorTypeRequired, path, nil, "the backend's image %q does not tell which version of Seqera Platform it is; give it, such as:%s",
			backend.Image, lines(path, []string{Newest().Platform}))
		return "", Release{}
	}
	version = fmt.Sprintf("%d.%d", major, minor)
	row = releaseOf(major, minor)
	if row.Refused != "" {
		s.problem(field.ErrorTypeInvalid, path, version, "is too old: %s. Studios needs Seqera Platform %s or later", row.Refused, oldest().Platform)
	}
	return version, row
}

// exact is the version as far as it is told, perhaps with that of the patch.
func (s *search) exact(backend *Container) string {
	return cmp.Or(s.given.Version, Tag(backend.Image))
}

// releaseOf is the newest row that is not newer than a version. What is older than all is refused like the first.
func releaseOf(major, minor int) Release {
	row := releases[0]
	for _, r := range releases {
		if rowMajor, rowMinor, _ := Minor(r.Platform); rowMajor < major || rowMajor == major && rowMinor <= minor {
			row = r
		}
	}
	return row
}

// Newest is the last row of the table.
func Newest() Release { return releases[len(releases)-1] }

func oldest() Release {
	return *one(releases, func(r Release) bool { return r.Refused == "" })
}

// String is the notice of what was found.
func (f *Found) String() string {
	document := "tower.yml in " + f.TowerYml.String()
	if f.NoTowerYml != nil {
		document = "no tower.yml in a ConfigMap"
	}
	text := fmt.Sprintf("Platform %s found: Deployments %s, %s; ConfigMap %s; %s",
		f.Version, f.Backend.Deployment, f.Cron.Deployment, f.ConfigMap, document)
	if f.Version != f.Release.Platform {
		text += fmt.Sprintf("; that version is not known here, so what belongs to %s is taken", f.Release.Platform)
	}
	return text
}

// AllowListIn is where Studios sets the allowed workspaces, unless it is told.
func (r Release) AllowListIn() string {
	if r.AllowListInEnvironment {
		return InEnvironment
	}
	return InTowerYml
}

// Minimum is what an argument needs: a version of the Platform, and one of proxy and server, which are Seqera Connect's. What is
// empty is no condition.
type Minimum struct{ Platform, Connect string }

// String is empty where every version will do.
func (m Minimum) String() string {
	var words []string
	if m.Platform != "" {
		words = append(words, "Platform "+m.Platform)
	}
	if m.Connect != "" {
		words = append(words, "Connect "+m.Connect)
	}
	return strings.Join(words, " and ")
}

var exactVersion = regexp.MustCompile(`^v?\d+(\.\d+)+`)

// IsOlder compares as far as both versions go: 25.3 may be 25.3.3. A text that is no version is not older.
func IsOlder(version, than string) bool {
	is, limit := numbers(version), numbers(than)
	for i := range min(len(is), len(limit)) {
		if is[i] != limit[i] {
			return is[i] < limit[i]
		}
	}
	return false
}

func numbers(version string) (all []int) {
	text := strings.TrimPrefix(exactVersion.FindString(version), "v")
	if text == "" {
		return nil
	}
	for part := range strings.SplitSeq(text, ".") {
		number, _ := strconv.Atoi(part)
		all = append(all, number)
	}
	return all
}

var clientVersion = regexp.MustCompile(`-(\d+\.\d+(\.\d+)?)$`)

// Client is the version of the session client in an image of Seqera's for sessions, which ends its tag; empty where none does.
func Client(image string) string {
	if parts := clientVersion.FindStringSubmatch(Tag(image)); parts != nil {
		return parts[1]
	}
	return ""
}

// EarlierMinors is how many minor versions a session client may be behind proxy and server.
const EarlierMinors = 2

// IsTooFarBehind tells so of a session client. Where either version is not told it is taken to be near enough.
func IsTooFarBehind(client, server string) bool {
	is, of := numbers(client), numbers(server)
	return len(is) > 1 && len(of) > 1 && (is[0] < of[0] || is[0] == of[0] && is[1] < of[1]-EarlierMinors)
}
