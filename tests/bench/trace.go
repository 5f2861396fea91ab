package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
)

// span is a piece of work that the engine did or waited for, as it stands in a trace in the format of OpenTelemetry.
type span struct {
	name       string
	subject    string // of the start of a plugin: which
	start, end time.Duration
}

type nanoseconds time.Duration

func (n *nanoseconds) UnmarshalJSON(text []byte) error {
	number, err := strconv.ParseInt(string(text[1:len(text)-1]), 10, 64)
	*n = nanoseconds(number)
	return err
}

type traceDocument struct {
	ResourceSpans []struct {
		Resource   struct{ Attributes []traceAttribute }
		ScopeSpans []struct {
			Spans []struct {
				Name              string
				StartTimeUnixNano nanoseconds
				EndTimeUnixNano   nanoseconds
				Attributes        []traceAttribute
			}
		}
	}
}

type traceAttribute struct {
	Key   string
	Value struct{ StringValue string }
}

func attribute(all []traceAttribute, key string) string {
	for _, a := range all {
		if a.Key == key {
			return a.Value.StringValue
		}
	}
	return ""
}

// readTrace returns the spans of the engine's own process, which hold those of the plugins that it calls, counted from
// the start of the first.
func readTrace(path string) ([]span, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var spans []span
	for in := json.NewDecoder(file); ; {
		var document traceDocument
		if err := in.Decode(&document); errors.Is(err, io.EOF) {
			return fromZero(spans), nil
		} else if err != nil {
			return nil, fmt.Errorf("reading a trace: %w", err)
		}
		for _, resource := range document.ResourceSpans {
			if attribute(resource.Resource.Attributes, "service.name") != "pulumi-cli" {
				continue
			}
			for _, scope := range resource.ScopeSpans {
				for _, s := range scope.Spans {
					spans = append(spans, span{
						s.Name, attribute(s.Attributes, "prefix"), time.Duration(s.StartTimeUnixNano), time.Duration(s.EndTimeUnixNano),
					})
				}
			}
		}
	}
}

func fromZero(spans []span) []span {
	if len(spans) == 0 {
		return nil
	}
	zero := spans[0].start
	for _, s := range spans {
		zero = min(zero, s.start)
	}
	for i := range spans {
		spans[i].start -= zero
		spans[i].end -= zero
	}
	return spans
}
