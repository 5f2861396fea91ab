package main

import "testing"

// As each language names a version, and what is next to our name and no version of ours.
func TestVersionsOfOurs(t *testing.T) {
	for text, want := range map[string]string{
		`"@seqeralabs/seqera-studios": "1.2.3"`:                                   `"@seqeralabs/seqera-studios": "X"`,
		"seqeralabs_seqera_studios==1.2.3":                                        "seqeralabs_seqera_studios==X",
		"pulumi-seqera-studios/sdk/go/seqerastudios v1.2.3":                       "pulumi-seqera-studios/sdk/go/seqerastudios vX",
		"<artifactId>seqera-studios</artifactId>\n      <version>1.2.3</version>": "<artifactId>seqera-studios</artifactId>\n      <version>X</version>",
		"install resource seqera-studios 1.2.3 --file":                            "install resource seqera-studios X --file",
		"pulumi-seqera-studios/cmd/rights@v1.2.3":                                 "pulumi-seqera-studios/cmd/rights@vX",
		"module studios-go\n\ngo 1.26.0":                                          "module studios-go\n\ngo 1.26.0",
		"seqera-studios needs kubernetes 4.25.0":                                  "seqera-studios needs kubernetes 4.25.0",
	} {
		if got := ours.ReplaceAllString(text, "${1}X"); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}
