package doctor_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

// FuzzLook holds for any installation of which something is lost, or is something else: the doctor says something, with what to do
// where something is wrong, and no secret.
func FuzzLook(f *testing.F) {
	var installations [][]byte
	for _, name := range []string{"manual", "stock", "chart", "ours"} {
		text, err := json.Marshal(healthy(f)[name])
		if err != nil {
			f.Fatal(err)
		}
		installations = append(installations, text)
		f.Add([]byte{byte(len(installations)), 1, 2, 3, 4, 5, 6})
	}
	f.Fuzz(func(t *testing.T, drawn []byte) {
		d := &drawer{left: drawn}
		var broken cluster
		if err := json.Unmarshal(installations[d.roll(len(installations))], &broken); err != nil {
			t.Fatal(err)
		}
		for len(d.left) > 0 {
			key := slices.Sorted(maps.Keys(broken))[d.roll(len(broken))]
			for _, part := range []string{"spec", "data", "metadata", "status"} { // what has a name keeps it
				if inside, isThere := broken[key][part]; isThere && d.roll(2) == 0 {
					broken[key][part] = d.broken(inside)
				}
			}
			broken[key]["metadata"].(object)["name"] = key[strings.Index(key, "/")+1:]
		}
		all := doctor.Look(broken.facts(t), given)
		if text := said(all); len(all) == 0 || strings.Contains(text, "canary") {
			t.Errorf("it says %q", text)
		}
		for _, finding := range all {
			if finding.Message == "" || finding.Verdict == doctor.Problem && finding.Do == "" {
				t.Errorf("%+v", finding)
			}
		}
	})
}

// drawer draws from the bytes of a fuzz target.
type drawer struct{ left []byte }

// texts stand in the place of others, as they are or in base64.
var texts = []string{"", "8081", "true", "a//b"}

func (d *drawer) roll(sides int) int {
	if len(d.left) == 0 {
		return 0
	}
	first := int(d.left[0])
	d.left = d.left[1:]
	return first % sides
}

// broken loses or replaces one thing, however deep. Kinds of values stay, as the API server has it.
func (d *drawer) broken(of any) any {
	switch of := of.(type) {
	case object:
		if len(of) == 0 {
			return of
		}
		key := slices.Sorted(maps.Keys(of))[d.roll(len(of))]
		if d.roll(4) == 0 {
			delete(of, key)
			return of
		}
		of[key] = d.broken(of[key])
	case []any:
		switch {
		case len(of) == 0:
		case d.roll(4) == 0:
			return of[:d.roll(len(of))]
		default:
			at := d.roll(len(of))
			of[at] = d.broken(of[at])
		}
	case string:
		if _, err := time.Parse(time.RFC3339, of); err != nil {
			return texts[d.roll(len(texts))]
		}
	case float64:
		return float64(d.roll(256))
	}
	return of
}
