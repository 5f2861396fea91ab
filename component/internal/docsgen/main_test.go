package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const source = `package component

// BoxArgs describe the box.
type BoxArgs struct {
	// Size is the size of the box, in metres. Defaults to 3, since
	// boxes are.
	Size int $pulumi:"size,optional"$
	// Colour of the box. Defaults to "dark red".
	Colour string $pulumi:"colour,optional"$
	// Open lets things in. Excludes size. Defaults to true.
	Open bool $pulumi:"open,optional"$
	// Lid of the box. Defaults to none.
	//
	// Deprecated: use open.
	Lid string $pulumi:"lid,optional"$
	hidden string
}
`

func TestGenerate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "args.go")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(source, "$", "`")), 0o644); err != nil {
		t.Fatal(err)
	}
	generated, err := generate(file)
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(generated), "infer.Annotator) {\n")
	const want = `	an.SetToken("index", "Box")
	an.Describe(&a, "The box.")
	an.Describe(&a.Size, "The size of the box, in metres. Defaults to 3, since boxes are.")
	an.SetDefault(&a.Size, 3)
	an.Describe(&a.Colour, "Colour of the box. Defaults to \"dark red\".")
	an.SetDefault(&a.Colour, "dark red")
	an.Describe(&a.Open, "Lets things in. Excludes size. Defaults to true.")
	an.Deprecate(&a.Lid, "use open.")
	an.Describe(&a.Lid, "Lid of the box. Defaults to none.")
}
`
	if body != want {
		t.Errorf("generated\n%s\nnot\n%s", body, want)
	}
}
