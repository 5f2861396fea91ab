package doctor_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

type object = map[string]any

// When what is in a healthy namespace was made, and when its pods have started since.
const (
	made    = "2026-11-27T10:00:00Z"
	started = "2026-11-27T12:00:00Z"
	later   = "2026-11-27T15:00:00Z" // $LATER in a fault
)

var now = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)

// cluster are objects by kind and name, such as "Deployment/backend".
type cluster map[string]object

// parse reads manifests, and gives them what an API server and its controllers would.
func parse(t testing.TB, manifests string) cluster {
	t.Helper()
	all := cluster{}
	decoder := yaml.NewDecoder(strings.NewReader(filled(manifests)))
	for {
		var o object
		err := decoder.Decode(&o)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if o != nil {
			all[fmt.Sprintf("%s/%s", o["kind"], at(o, "metadata", "name"))] = o
		}
	}
	for key, o := range all {
		kind, name, _ := strings.Cut(key, "/")
		switch kind {
		case "ConfigMap", "Secret":
			encode(o)
			own(o)
		case "Deployment", "StatefulSet":
			run(all, o, name)
		}
	}
	return all
}

// encode is what the API server does with stringData.
func encode(o object) {
	data := object{}
	if before, has := o["data"].(object); has {
		maps.Copy(data, before)
	}
	if texts, has := o["stringData"].(object); has {
		for key, text := range texts {
			data[key] = []byte(text.(string))
		}
	}
	o["data"] = data
}

// own says that kubectl has set all data.
func own(o object) {
	fields := object{}
	for key := range o["data"].(object) {
		fields["f:"+key] = object{}
	}
	metadata := o["metadata"].(object)
	if metadata["managedFields"] == nil {
		metadata["managedFields"] = []any{object{"manager": "kubectl", "operation": "Update", "time": made,
			"fieldsV1": object{"f:data": fields}}}
	}
}

// run starts a pod, and says that all are ready.
func run(all cluster, o object, name string) {
	replicas, isSet := at(o, "spec", "replicas").(int)
	if !isSet {
		replicas = 1
	}
	o["status"] = object{"readyReplicas": replicas, "updatedReplicas": replicas}
	template := at(o, "spec", "template").(object)
	statuses := []any{}
	for _, c := range at(template, "spec", "containers").([]any) {
		statuses = append(statuses, object{"name": c.(object)["name"], "state": object{"running": object{"startedAt": started}}})
	}
	all["Pod/"+name] = object{
		"metadata": object{"name": name, "labels": at(template, "metadata", "labels")},
		"spec":     template["spec"], "status": object{"containerStatuses": statuses},
	}
}

func at(o object, path ...string) any {
	var value any = o
	for _, key := range path {
		inside, _ := value.(object)
		value = inside[key]
	}
	return value
}

// merge changes a value as a JSON merge patch does. Entries of a list are changed by index or name; "+" adds one.
func merge(to, patch any) any {
	changes, isMap := patch.(object)
	if !isMap {
		return patch
	}
	if list, isList := to.([]any); isList {
		return mergeList(slices.Clone(list), changes)
	}
	result := object{}
	if old, isMap := to.(object); isMap {
		for key, value := range old {
			result[key] = value
		}
	}
	for key, change := range changes {
		if change == nil {
			delete(result, key)
			continue
		}
		result[key] = merge(result[key], change)
	}
	return result
}

// keyed has texts for the keys of all maps: an index is a number to YAML.
func keyed(value any) any {
	switch value := value.(type) {
	case map[any]any:
		all := object{}
		for key, inside := range value {
			all[fmt.Sprint(key)] = keyed(inside)
		}
		return all
	case object:
		for key, inside := range value {
			value[key] = keyed(inside)
		}
	case []any:
		for i := range value {
			value[i] = keyed(value[i])
		}
	}
	return value
}

func mergeList(list []any, changes object) []any {
	var gone []int
	for key, change := range changes {
		index := slices.IndexFunc(list, func(one any) bool { o, isMap := one.(object); return isMap && o["name"] == key })
		if number, err := strconv.Atoi(key); err == nil {
			index = number
		}
		switch {
		case key == "+":
			list = append(list, change)
		case index < 0:
			panic("no entry " + key)
		case change == nil:
			gone = append(gone, index)
		default:
			list[index] = merge(list[index], change)
		}
	}
	for _, index := range gone {
		list = slices.Delete(list, index, index+1)
	}
	return list
}

// facts are read as from an API server by somebody who may read everything.
func (c cluster) facts(t testing.TB) *doctor.Facts {
	t.Helper()
	lists := map[string][]object{}
	for key, o := range c {
		kind, _, _ := strings.Cut(key, "/")
		lists[kind] = append(lists[kind], o)
	}
	f := &doctor.Facts{Namespace: "seqera", Now: now}
	for kind, into := range map[string]any{
		"Deployment": &f.Deployments, "StatefulSet": &f.StatefulSets, "Pod": &f.Pods, "ConfigMap": &f.ConfigMaps,
		"Service": &f.Services,
		"Ingress": &f.Ingresses, "HTTPRoute": &f.Routes, "NetworkPolicy": &f.NetworkPolicies,
	} {
		slices.SortFunc(lists[kind], func(a, b object) int {
			return strings.Compare(at(a, "metadata", "name").(string), at(b, "metadata", "name").(string))
		})
		decode(t, lists[kind], into)
	}
	wanted, _ := f.Wanted(given)
	for _, name := range wanted {
		var secret doctor.Secret
		if o, isThere := c["Secret/"+name]; isThere {
			decode(t, o, &secret)
			f.Secrets = append(f.Secrets, secret)
		} else {
			f.Absent = append(f.Absent, name)
		}
	}
	return f
}

func decode(t testing.TB, from, into any) {
	t.Helper()
	text, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}
