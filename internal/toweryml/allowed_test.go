package toweryml

import (
	"errors"
	"reflect"
	"testing"
)

func TestRead(t *testing.T) {
	for document, want := range map[string]Allowed{
		"mail: {}\n": {},
		"tower:\n  data-studio:\n    allowed-workspaces: null\n":                                                 {IsSet: true, IsAll: true},
		"tower:\n  data-studio:\n    allowed-workspaces:\n":                                                      {IsSet: true, IsAll: true},
		"tower.data-studio.allowed-workspaces: []\n":                                                             {IsSet: true},
		"tower:\n  data-studio:\n    allowed-workspaces: [12345, 67890]\n":                                       {IsSet: true, Workspaces: []string{"12345", "67890"}},
		"tower:\n  data-studio:\n    allowed-workspaces: null\n---\ntower.data-studio.allowed-workspaces: [1]\n": {IsSet: true, Workspaces: []string{"1"}},
		"tower:\n  data-studio:\n    allowed-workspaces: mine\n":                                                 {IsSet: true, Workspaces: []string{"mine"}},
	} {
		if got, err := Read(document); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q says %+v, %v, not %+v", document, got, err, want)
		}
	}
}

func TestReadOfWhatStandsTwice(t *testing.T) {
	for _, document := range []string{
		"tower:\n  admin: {}\nmail: {}\ntower:\n  data-studio: {allowed-workspaces: null}\n",
		"tower:\n  data-studio: {}\n  data-studio: {allowed-workspaces: null}\n",
	} {
		if _, err := Read(document); !errors.Is(err, ErrTwice) {
			t.Errorf("of %q it says %v", document, err)
		}
	}
}
