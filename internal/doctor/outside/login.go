package outside

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

const loginCheck = "login"

// login goes the way of a browser that has no session yet, one step and not further: to the Platform, which knows the client or not.
func login(ctx context.Context, l *look) []doctor.Finding {
	led := l.get(ctx, l.Connect+"/")
	if findings := ledTo(led, l.Platform, l.Connect); findings != nil {
		return findings
	}
	return asClient(l.get(ctx, led.Location.String()))
}

// ledTo gives nothing where the proxy leads to the Platform as a client of the Platform's OIDC. That it does so is an inference
// from what it is, so nothing here is more than a warning.
func ledTo(a answer, platform, connect string) []doctor.Finding {
	if a.Silence != "" {
		return one(unknown(loginCheck, "the connect host could not be looked at: "+a.Silence, ""))
	}
	if a.Location == nil || a.Location.Query().Get("client_id") == "" {
		return one(unknown(loginCheck, "the connect host is answered with "+a.says()+", and not led to a login, so of that nothing can be told", ""))
	}
	to := rules.Origin(a.Location.Scheme + "://" + a.Location.Host)
	back, _ := url.Parse(a.Location.Query().Get("redirect_uri"))
	switch {
	case to != platform:
		return one(warning(loginCheck, 10, "the proxy leads to a login at "+place(a.Location)+", and not at "+platform+
			"; its PLATFORM_URL seems to be another",
			"set the proxy's PLATFORM_URL to the Platform's TOWER_SERVER_URL"))
	case back == nil || back.Host == "":
		return nil
	case rules.Origin(back.Scheme+"://"+back.Host) != connect:
		return one(warning(loginCheck, 9, "the proxy lets a login lead back to "+place(back)+", and not to "+connect+
			"; its CONNECT_PROXY_URL seems to be another",
			"set CONNECT_PROXY_URL of the proxy and TOWER_DATA_STUDIO_CONNECT_URL of the Platform to one URL"))
	}
	return nil
}

// asClient wants that the Platform does not refuse the client, whatever else it says.
func asClient(a answer) []doctor.Finding {
	var refusal struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal(a.Body, &refusal) // a page is no refusal
	if a.Location != nil && refusal.Error == "" {
		refusal.Error = a.Location.Query().Get("error")
	}
	if slices.Contains([]string{"invalid_client", "unauthorized_client"}, refusal.Error) {
		return one(warning(loginCheck, 1, "the Platform does not know the proxy as a client ("+refusal.Error+
			"); its registration seems to have failed",
			"compare the registration tokens of proxy and Platform, look at the proxy's log, and restart the proxy"))
	}
	return one(fine(loginCheck, "the proxy leads to the Platform's login, which does not refuse it"))
}
