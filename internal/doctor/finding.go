// Package doctor decides what is wrong with an installation of Studios, whoever has made it: facts that were read in the
// cluster or from outside of it → findings. It is plain Go, and knows neither Pulumi nor a client of the API server.
package doctor

// Verdict is how a check ended.
type Verdict string

const (
	// Fine is what a check says that has found nothing.
	Fine Verdict = "fine"
	// Warning is what works now, and may not for long, or not for everybody.
	Warning Verdict = "warning"
	// Problem is what keeps Studios from working.
	Problem Verdict = "problem"
	// Unknown is what could not be looked at; why is in the finding's Message.
	Unknown Verdict = "unknown"
)

// Finding is what one check says.
type Finding struct {
	// Check names the check, such as "registration-token".
	Check string `json:"check"`
	// Verdict is how it ended.
	Verdict Verdict `json:"verdict"`
	// Row is the failure's number in docs/what-goes-wrong.md, or 0.
	Row int `json:"row,omitempty"`
	// Message says what was seen; it has no secret.
	Message string `json:"message"`
	// Do says what mends it; empty where nothing has to be done.
	Do string `json:"do,omitempty"`
}
