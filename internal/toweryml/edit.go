// Package toweryml decides how a tower.yml says which workspaces may use Studios, and changes nothing else in it.
//
// The document belongs to the owner of the Platform: its comments, order and line ends stay byte for byte as they
// were. A YAML library that writes the document anew keeps none of them, so the parser only finds the place and the
// text is edited there. Every edit is parsed again and compared with what it should have become; a document that
// would be damaged is refused instead, since the Platform cannot start without it.
//
// Where the setting goes:
//   - Where it stands already, with levels joined by dots or not. If several documents of the text hold it, all of
//     them get the value: which one wins is the Platform's to decide, and so makes no difference.
//   - Else into tower.data-studio, else into tower; the last document that has it wins.
//   - Else at the end of the last document; else, where that would run into what stands there, as a document of its
//     own, as Helm writes it.
//
// There is no way back: a text without the setting cannot tell which lines an edit had added.
package toweryml

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// setting is where Platform looks. Micronaut joins the levels with dots, and so may the document.
var setting = []string{"tower", "data-studio", "allowed-workspaces"}

// Edit sets tower.data-studio.allowed-workspaces: to null, which allows all workspaces, if the list is nil, else to
// the list, of which an empty one allows none. A document that says so already is returned as it is.
func Edit(document string, workspaces []int64) (string, error) {
	documents, err := parse(document)
	if err != nil {
		return "", err
	}
	places, err := find(documents)
	if err != nil {
		return "", err
	}
	value := Spelled(workspaces)
	best, holders := choose(places)
	switch {
	case len(holders) > 0:
		return replace(document, documents, holders, workspaces)
	case best != nil:
		return insertBelow(document, documents, *best, value)
	}
	return insertTop(document, documents, value)
}

// Spelled is the value as YAML.
func Spelled(workspaces []int64) string {
	if workspaces == nil {
		return "null"
	}
	ids := make([]string, len(workspaces))
	for i, id := range workspaces {
		ids[i] = strconv.FormatInt(id, 10)
	}
	return "[" + strings.Join(ids, ", ") + "]"
}

// choose separates the places that hold the setting from those above it, of which the last of the deepest is best.
func choose(places []place) (best *place, holders []place) {
	for i, p := range places {
		if len(p.rest) == 0 {
			holders = append(holders, p)
		}
		if best == nil || len(p.rest) <= len(best.rest) {
			best = &places[i]
		}
	}
	return best, holders
}

func replace(text string, documents []*yaml.Node, holders []place, workspaces []int64) (string, error) {
	edited, value := text, Spelled(workspaces)
	// From the last to the first, so that the positions of the ones before stay right.
	for i := len(holders) - 1; i >= 0; i-- {
		p := holders[i]
		if says(p.value, workspaces) {
			continue
		}
		old, err := extent(edited, p)
		if err != nil {
			return "", err
		}
		written := value
		if edited[old.start-1] == ':' { // of a key in quotes or without a value, which needs no blank after it
			written = " " + value
		}
		edited = edited[:old.start] + written + old.keep + edited[old.end:]
		*p.value = *valueNode(value)
	}
	if edited != text && !reads(edited, documents) {
		return "", unsafe(holders[0].key.Line)
	}
	return edited, nil
}

// says tells whether a node means the same already, however it is written. Numbers that only some parsers read alike,
// such as 010 or 1e3, do not.
func says(node *yaml.Node, workspaces []int64) bool {
	if workspaces == nil {
		return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
	}
	if node.Kind != yaml.SequenceNode || len(node.Content) != len(workspaces) {
		return false
	}
	for i, id := range node.Content {
		if id.ShortTag() != "!!int" || id.Value != strconv.FormatInt(workspaces[i], 10) {
			return false
		}
	}
	return true
}

// Restricts tells whether a document holds the setting, and does not allow all workspaces by it.
func Restricts(document string) bool {
	documents, err := parse(document)
	if err != nil {
		return false // Edit tells of it
	}
	places, _ := find(documents)
	_, holders := choose(places)
	for _, p := range holders {
		if !says(p.value, nil) {
			return true
		}
	}
	return false
}
