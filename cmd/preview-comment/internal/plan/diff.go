package plan

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"
)

// Change is one value that becomes another. Old or New is nil where there is none.
type Change struct {
	// Path is for people: elements of a list go by their name.
	Path Path
	// raw has indices, and ends at a list whose elements have moved, for nobody can tell which is which by index.
	raw      Path
	Old, New any
}

// IsSecret tells that its values are not to be seen.
func (c Change) IsSecret() bool { return c.Old == Secret || c.New == Secret }

// Changes are what differs between two sets of inputs. Elements of lists are the same by their name, so that an element more
// does not make all those behind it look changed.
func Changes(before, after map[string]any) []Change {
	var all []Change
	compare(nil, nil, before, after, &all)
	return all
}

func compare(path, raw Path, before, after any, all *[]Change) {
	oldMap, wasMap := before.(map[string]any)
	newMap, isMap := after.(map[string]any)
	oldList, wasList := before.([]any)
	newList, isList := after.([]any)
	switch {
	case reflect.DeepEqual(before, after):
	case (wasMap || before == nil) && (isMap || after == nil) && (wasMap || isMap):
		for _, key := range keys(oldMap, newMap) {
			compare(with(path, key), with(raw, key), oldMap[key], newMap[key], all)
		}
		if len(oldMap)+len(newMap) == 0 && len(path) > 0 {
			*all = append(*all, Change{path, raw, before, after})
		}
	case (wasList || before == nil) && (isList || after == nil) && (wasList || isList):
		compareLists(path, raw, oldList, newList, all)
	default:
		*all = append(*all, Change{path, raw, before, after})
	}
}

func compareLists(path, raw Path, before, after []any, all *[]Change) {
	oldNames, newNames := names(before), names(after)
	isMoved := !slices.Equal(oldNames, newNames)
	seen := len(*all)
	for _, name := range append(slices.Clone(newNames), missing(oldNames, newNames)...) {
		i, j := slices.Index(oldNames, name), slices.Index(newNames, name)
		at := raw
		if !isMoved {
			at = with(raw, fmt.Sprint(j))
		}
		compare(with(path, "["+name+"]"), at, element(before, i), element(after, j), all)
	}
	if isMoved && len(*all) == seen { // only the order is another
		*all = append(*all, Change{path, raw, before, after})
	}
	if isMoved {
		for i := seen; i < len(*all); i++ {
			(*all)[i].raw = raw
		}
	}
}

// names are what tells the elements of a list apart, as far as there is such a thing: otherwise it is their place.
func names(list []any) []string {
	for _, key := range []string{"name", "mountPath", "key", "host", "path", "containerPort"} {
		var all []string
		for _, one := range list {
			object, _ := one.(map[string]any)
			switch value := object[key].(type) {
			case string:
				all = append(all, value)
			case json.Number:
				all = append(all, value.String())
			}
		}
		sorted := slices.Sorted(slices.Values(all))
		if len(all) == len(list) && len(slices.Compact(sorted)) == len(list) {
			return all
		}
	}
	all := make([]string, len(list))
	for i := range list {
		all[i] = fmt.Sprint(i)
	}
	return all
}

func missing(from, in []string) (all []string) {
	for _, name := range from {
		if !slices.Contains(in, name) {
			all = append(all, name)
		}
	}
	return all
}

func element(list []any, i int) any {
	if i < 0 {
		return nil
	}
	return list[i]
}

func keys(maps ...map[string]any) []string {
	set := map[string]bool{}
	for _, m := range maps {
		for key := range m {
			set[key] = true
		}
	}
	all := make([]string, 0, len(set))
	for key := range set {
		all = append(all, key)
	}
	sort.Strings(all)
	return all
}

func with(path Path, part string) Path { return append(slices.Clone(path), part) }

// Changes are those of a step: what the inputs tell, as far as the provider says that it makes a difference, and what the
// provider tells beyond the inputs, which is all that is seen of a secret that becomes another.
func (s Step) Changes() []Change {
	if s.Old == nil || s.New == nil {
		return nil
	}
	var all []Change
	for _, c := range Changes(s.Old.Inputs, s.New.Inputs) {
		if !s.IsDetailed || slices.ContainsFunc(s.Detailed, c.raw.meets) {
			all = append(all, c)
		}
	}
	for _, path := range s.Detailed {
		if !slices.ContainsFunc(all, func(c Change) bool { return c.raw.meets(path) }) {
			before, beforeName := Look(s.Old.Inputs, path)
			after, name := Look(s.New.Inputs, path)
			if len(beforeName) > len(name) {
				name = beforeName
			}
			all = append(all, Change{name, path, before, after})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Path.Compare(all[j].Path) < 0 })
	return all
}

// Look finds a value, or what hides it, and the path to it for people.
func Look(inputs any, path Path) (any, Path) {
	var name Path
	value := inputs
	for i, part := range path {
		switch of := value.(type) {
		case map[string]any:
			value, name = of[part], with(name, part)
		case []any:
			index := slices.Index(names(of), strings.Trim(part, "[]"))
			if n := number(part); n >= 0 && n < len(of) {
				index = n
			}
			value = element(of, index)
			if index >= 0 {
				part = "[" + names(of)[index] + "]"
			}
			name = with(name, part)
		case nil:
			return nil, append(name, path[i:]...)
		default: // a secret hides the rest
			return value, append(name, path[i:]...)
		}
	}
	return value, name
}

func number(part string) int {
	n := -1
	if _, err := fmt.Sscanf(part, "%d", &n); err != nil {
		return -1
	}
	return n
}
