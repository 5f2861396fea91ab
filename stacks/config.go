package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// load reads the configuration into the component's arguments. Settings have the arguments' own names and nesting, so
// a message about redis.address means the setting of that name, and a new argument is a new setting by itself.
//
// Pulumi.yaml gives every optional setting a default, which for texts is the empty text: it means that the setting was
// left out.
func load(ctx *pulumi.Context) (*component.StudiosArgs, error) {
	// Not config.Get, which warns of every object with a secret in it: which arguments are secret is known here.
	get := func(name string) string {
		text, _ := ctx.GetConfig(ctx.Project() + ":" + name)
		return text
	}
	args := &component.StudiosArgs{}
	document, err := settingNames(ctx.Project())
	if err != nil {
		return nil, err
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[component.StudiosArgs]()) {
		name := nameOf(field)
		if text := get(name); text != "" {
			document[name] = parsed(text, field.Type)
		}
	}
	d := &decoder{isSecret: map[string]bool{}}
	isSecret := func(name string) bool { return ctx.IsConfigSecret(ctx.Project() + ":" + name) }
	for name, value := range document {
		if isSecret(name) {
			d.isSecret[name] = len(secretArguments(name, value)) == 0
		}
	}
	for _, path := range plainSecrets(document, isSecret) {
		warning := path + ": stands in plain text in the settings of this stack; give another one, for this was seen: pulumi config set --secret --path " + path
		if err := ctx.Log.Warn(warning, nil); err != nil {
			return nil, err
		}
	}
	for _, name := range component.UnknownArguments(document) {
		d.problems = append(d.problems, errors.New(name))
	}
	d.into(reflect.ValueOf(args).Elem(), document, "")
	return args, errors.Join(d.problems...)
}

// settingNames are those of the project, known or not, each with the text that means that it is left out.
func settingNames(project string) (map[string]any, error) {
	all, settings := map[string]any{}, map[string]any{}
	if text := os.Getenv("PULUMI_CONFIG"); text != "" {
		if err := json.Unmarshal([]byte(text), &settings); err != nil {
			return nil, fmt.Errorf("reading the configuration: %w", err)
		}
	}
	for setting := range settings {
		if name, isOurs := strings.CutPrefix(setting, project+":"); isOurs {
			all[name] = ""
		}
	}
	return all, nil
}

// parsed is a setting as JSON has it: Pulumi hands objects and lists over as JSON texts, and all else as plain texts.
func parsed(text string, kind reflect.Type) any {
	switch kind {
	case reflect.TypeFor[pulumi.StringInput](), reflect.TypeFor[pulumi.StringPtrInput](), reflect.TypeFor[pulumi.IntArrayInput]():
		return text
	}
	var value any
	exact := json.NewDecoder(strings.NewReader(text))
	exact.UseNumber() // a long number may be a text, of which no digit may change
	if err := exact.Decode(&value); err != nil || exact.More() {
		return text
	}
	return value
}

func nameOf(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("pulumi"), ",")
	return name
}

type decoder struct {
	problems []error
	isSecret map[string]bool // all of a top-level setting
}

// secretArguments are those that account for the secret in a top-level setting. Pulumi says only that there is one; where nothing
// accounts for it, all of the setting is as secret as its user wants a part of it to be.
func secretArguments(setting string, value any) (all []string) {
	given, _ := value.(map[string]any)
	for _, a := range component.Arguments() {
		if group, name, isNested := strings.Cut(a.Path, "."); a.Secret && isNested && group == setting && given[name] != nil && given[name] != "" {
			all = append(all, a.Path)
		}
	}
	return all
}

// plainSecrets are secrets in settings of which Pulumi knows none. Beside one that it knows, another that is plain cannot be told.
func plainSecrets(document map[string]any, isSecret func(name string) bool) (all []string) {
	for _, name := range slices.Sorted(maps.Keys(document)) {
		if !isSecret(name) {
			all = append(all, secretArguments(name, document[name])...)
		}
	}
	return all
}

func (d *decoder) problem(path, format string, args ...any) {
	d.problems = append(d.problems, fmt.Errorf("%s: %s", path, fmt.Sprintf(format, args...)))
}

// into fills a struct of arguments. Values never appear in a problem: they may be secret.
func (d *decoder) into(target reflect.Value, value any, path string) {
	object, ok := value.(map[string]any)
	if !ok {
		d.problem(path, "must be an object of settings")
		return
	}
	for _, field := range reflect.VisibleFields(target.Type()) {
		name := nameOf(field)
		if given := object[name]; !isLeftOut(given, field.Type) {
			d.field(target.FieldByIndex(field.Index), field, given, strings.TrimPrefix(path+"."+name, "."))
		}
	}
	leaveOutExcluded(target, object)
}

// isLeftOut tells so also of a group in which everything is.
func isLeftOut(given any, kind reflect.Type) bool {
	group, isObject := given.(map[string]any)
	if !isObject || kind.Kind() != reflect.Pointer || kind.Implements(reflect.TypeFor[pulumi.Input]()) {
		return given == nil || given == ""
	}
	fields := map[string]reflect.Type{}
	for _, field := range reflect.VisibleFields(kind.Elem()) {
		fields[nameOf(field)] = field.Type
	}
	for name, entry := range group {
		if of, isKnown := fields[name]; !isKnown || !isLeftOut(entry, of) {
			return false
		}
	}
	return true
}

func (d *decoder) field(target reflect.Value, field reflect.StructField, given any, path string) {
	switch {
	case !field.Type.Implements(reflect.TypeFor[pulumi.Input]()):
		d.plain(target, given, path)
	case field.Type == reflect.TypeFor[pulumi.IntArrayInput]():
		if ids := d.workspaces(given, path); ids != nil {
			target.Set(reflect.ValueOf(d.hidden(ids, path)))
		}
	case strings.Contains(field.Tag.Get("provider"), "type=kubernetes@"):
		d.foreign(target, given, path)
	default:
		input, want := input(field.Type, given)
		switch {
		case input == nil:
			d.problem(path, "must be %s", want)
		case field.Tag.Get("provider") == "secret":
			target.Set(reflect.ValueOf(pulumi.ToSecret(input)))
		default:
			target.Set(reflect.ValueOf(d.hidden(input, path)))
		}
	}
}

// hidden keeps secret what the user has marked so.
func (d *decoder) hidden(input pulumi.Input, path string) pulumi.Input {
	if setting, _, _ := strings.Cut(path, "."); d.isSecret[setting] {
		return pulumi.ToSecret(input)
	}
	return input
}

// input turns a value of JSON into the Input that a field takes; want says what that would be.
func input(field reflect.Type, given any) (value pulumi.Input, want string) {
	switch field {
	case reflect.TypeFor[pulumi.StringInput](), reflect.TypeFor[pulumi.StringPtrInput]():
		if text, ok := asText(given); ok {
			return pulumi.String(text), ""
		}
		return nil, "a text"
	case reflect.TypeFor[pulumi.IntPtrInput]():
		if number, ok := asNumber(given); ok {
			return pulumi.Int(number), ""
		}
		return nil, "a whole number"
	case reflect.TypeFor[pulumi.BoolPtrInput]():
		if flag, ok := asTruth(given); ok {
			return pulumi.Bool(flag), ""
		}
		return nil, "true or false"
	case reflect.TypeFor[pulumi.StringMapInput]():
		entries, ok := given.(map[string]any)
		texts := map[string]string{}
		for key, entry := range entries {
			text, isText := asText(entry)
			texts[key], ok = text, ok && isText
		}
		if ok {
			return pulumi.ToStringMap(texts), ""
		}
		return nil, "an object of texts"
	case reflect.TypeFor[pulumi.StringArrayInput]():
		var entries []string
		if convert(given, &entries) == nil {
			return pulumi.ToStringArray(entries), ""
		}
		return nil, "a list of texts"
	}
	panic(fmt.Sprintf("no setting can fill a %s yet", field))
}

// asText is also for numbers and truth values: of a text such as 500 or true the command line makes one.
func asText(given any) (string, bool) {
	switch given := given.(type) {
	case string:
		return given, true
	case json.Number:
		return given.String(), true
	case bool:
		return strconv.FormatBool(given), true
	}
	return "", false
}

// asNumber is also for texts: a setting that is left out by default is of type string in Pulumi.yaml.
func asNumber(given any) (int, bool) {
	text, isText := asText(given)
	number, err := strconv.Atoi(text)
	return number, isText && err == nil
}

// asTruth is also for texts, as asNumber is.
func asTruth(given any) (value, isTruth bool) {
	text, _ := asText(given)
	return text == "true", text == "true" || text == "false"
}

func convert(from, to any) error {
	text, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, to)
}

// leaveOutExcluded takes back the default of an argument that excludes one which is given: it stands in Pulumi.yaml, and
// nobody has said it.
func leaveOutExcluded(group reflect.Value, given map[string]any) {
	for _, a := range component.Arguments() {
		text := fmt.Sprint(given[nameOf(a.Field)])
		isLeftOut := text == fmt.Sprint(a.Default) || a.Default == nil && text == "[]" // as Pulumi.yaml says of a list
		if a.Group != group.Type().Name() || !isLeftOut {
			continue
		}
		for _, other := range a.Excludes {
			if text, isGiven := given[other]; isGiven && text != "" {
				group.FieldByIndex(a.Field.Index).SetZero()
			}
		}
	}
}

// workspaces reads a text where the argument is a list: a setting cannot be left out in Pulumi.yaml and yet mean
// something, so all and none are words.
func (d *decoder) workspaces(given any, path string) pulumi.IntArrayInput {
	text, _ := given.(string)
	switch text {
	case "all":
		return nil
	case "none":
		return pulumi.IntArray{}
	}
	ids := pulumi.IntArray{}
	for _, one := range strings.Split(text, ",") {
		id, err := strconv.Atoi(strings.TrimSpace(one))
		if err != nil {
			d.problem(path, `must be "all", "none" or workspace IDs such as "12345,67890"`)
			return nil
		}
		ids = append(ids, pulumi.Int(id))
	}
	return ids
}
