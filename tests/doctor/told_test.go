package doctor_test

import "testing"

// What is looked at from outside is what the installation tells: its URLs, version, SSH and the public half of its key.
func TestTold(t *testing.T) {
	all := healthy(t)
	for name, want := range map[string]struct{ connect, version string }{
		"manual": {"https://connect.example.com", "0.11.0"},
		"stock":  {"https://connect.example.com", "0.11.1"},
		"chart":  {"https://connect.studios.platform.example.com", "0.11.1"},
		"ours":   {"https://connect.example.com", "0.14.1"},
	} {
		told := all[name].facts(t).Told(given)
		if told.Platform != "https://platform.example.com" || told.Connect != want.connect || told.PathRouting {
			t.Errorf("%s: the URLs are %s and %s, path routing %v", name, told.Platform, told.Connect, told.PathRouting)
		}
		if told.ConnectVersion != want.version || told.PublicKey == nil {
			t.Errorf("%s: the version is %q; is there a key? %v", name, told.ConnectVersion, told.PublicKey != nil)
		}
		if hasSSH := name == "ours"; hasSSH != (told.SSHPort == 2222) || hasSSH != (told.SSHFingerprint != "") {
			t.Errorf("%s: SSH is %q %d %q", name, told.SSHAddress, told.SSHPort, told.SSHFingerprint)
		}
	}
}
