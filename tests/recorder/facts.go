package recorder

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/proto"
)

type object = map[string]any

// Alter changes what the preflight finds; nil for the Platform as it is.
var Alter func(facts map[string]any)

// facts are what the preflight's chart would tell of a namespace: a Platform under the names of Seqera's manifests, and beside
// it Deployments and ConfigMaps of other names and as good, for arguments to choose.
func facts(studios resource.PropertyMap) map[string]any {
	platformURL, _ := plain(studios["platformUrl"], true).(string)
	all := object{
		"deployments": []any{
			deployment("backend", container("backend", "ha", true), container("web-container", "ha", false)),
			deployment("cron", container("cron", "cron", true), container("jobs-container", "cron", false)),
			deployment("web", container("web-container", "ha", true), container("backend", "ha", true)),
			deployment("jobs", container("jobs-container", "cron", true), container("backend", "cron", true)),
		},
		"configMaps": []any{
			object{"name": "platform-backend-cfg", "version": "11", "keys": []string{"TOWER_SERVER_URL"},
				"values": object{"TOWER_SERVER_URL": platformURL}},
			object{"name": "environment", "version": "12"},
			object{"name": "tower-yml", "version": "13", "keys": []string{"tower.yml", "document.yml"}},
			object{"name": "document", "version": "14", "keys": []string{"tower.yml", "document.yml"}},
			object{"name": "authority", "version": "20", "keys": []string{"ca.crt", "root.crt"}, "values": object{"ca.crt": Root}},
		},
		"secrets": []any{
			object{"name": "pull-secret"}, object{"name": "cr.seqera.io"}, object{"name": "wildcard-secret", "certificate": Certificate},
			object{"name": "wildcard", "certificate": Certificate},
			object{"name": "key-of-the-platform", "version": "15", "keys": []string{"oidc.pem"}},
			object{"name": "token-of-the-platform", "version": "16", "keys": []string{"token", "another"}},
			object{"name": "another-token", "version": "17", "keys": []string{"token", "another"}},
			object{"name": "redis-certificate", "version": "18", "keys": []string{"tls.crt", "tls.key", "client.crt", "client.key"}},
			object{"name": "redis-secret", "version": "19", "keys": []string{"password", "another"}},
			object{"name": "key-of-ssh", "version": "18", "keys": []string{"key", "another"}},
			object{"name": "management", "version": "22", "keys": []string{"key", "another"}},
			object{"name": "authority", "version": "21", "keys": []string{"ca.crt", "root.crt"}},
			object{"name": "another-key-of-ssh", "version": "19", "keys": []string{"key", "another"}},
		},
		"apis": []string{"gateway.networking.k8s.io/v1/HTTPRoute", "gateway.networking.k8s.io/v1/TCPRoute", "networking.gke.io/v1beta1/FrontendConfig",
			"gateway.envoyproxy.io/v1alpha1/BackendTrafficPolicy"},
		"ingresses": []any{object{
			"name": "front-ingress", "hosts": []string{"front.example.com"}, "services": []string{"frontend"},
			"annotations": object{
				"kubernetes.io/ingress.class":                "alb",
				"alb.ingress.kubernetes.io/certificate-arn":  "arn:aws:acm:eu-west-1:123456789012:certificate/1",
				"alb.ingress.kubernetes.io/healthcheck-path": "/",
			},
		}},
	}
	existing(all, studios)
	if Alter != nil {
		Alter(all)
	}
	return all
}

// existing gives the Platform the credentials that the arguments say it has.
func existing(all object, studios resource.PropertyMap) {
	oidc, _ := plain(studios["oidc"], true).(map[string]any)
	key, hasKey := oidc["existingKeySecret"]
	token, hasToken := oidc["existingTokenSecret"].(map[string]any)
	for _, each := range all["deployments"].([]any) {
		deployment := each.(object)
		if hasKey {
			deployment["volumes"] = append(deployment["volumes"].([]any), object{"name": "key", "secret": key})
		}
		for _, each := range deployment["containers"].([]any) {
			container := each.(object)
			if hasKey {
				container["env"] = append(container["env"].([]any), object{"name": "TOWER_OIDC_PEM_PATH", "value": "/data/certs/oidc.pem"})
				container["mounts"] = append(container["mounts"].([]any), object{"volume": "key", "path": "/data/certs"})
			}
			if hasToken && deployment["name"] != "cron" && deployment["name"] != "jobs" {
				container["env"] = append(container["env"].([]any), object{
					"name": "TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN", "secret": token["name"], "key": token["key"],
				})
			}
		}
	}
}

func deployment(name string, containers ...any) object {
	return object{"name": name, "version": "5", "release": "release", "containers": containers, "volumes": []any{
		object{"name": "config", "configMap": "tower-yml"}, object{"name": "other", "configMap": "document"},
	}}
}

func container(name, role string, hasTowerYml bool) object {
	mounts := []any{}
	if hasTowerYml {
		mounts = append(mounts, object{"volume": "config", "path": "/tower.yml", "subPath": "tower.yml"})
	}
	return object{
		"name": name, "image": "registry.example.com/platform:v25.3.4", "mounts": mounts,
		"env":     []any{object{"name": "MICRONAUT_ENVIRONMENTS", "value": "prod,redis," + role}},
		"envFrom": []any{object{"configMap": "platform-backend-cfg"}, object{"configMap": "environment"}},
	}
}

// preflight does with a chart's transforms what the engine does when the chart registers what it renders.
func (r *recorder) preflight(chart *pulumirpc.RegisterResourceRequest) error {
	told, err := json.Marshal(facts(r.studios))
	if err != nil {
		return err
	}
	record := resource.NewPropertyMapFromMap(object{"metadata": object{"annotations": object{"seqera-studios/facts": string(told)}}})
	properties, err := plugin.MarshalProperties(record, plugin.MarshalOptions{KeepSecrets: true})
	if err != nil {
		return err
	}
	for _, transform := range chart.GetTransforms() {
		request, err := proto.Marshal(&pulumirpc.TransformRequest{
			Type: "kubernetes:core/v1:ConfigMap", Name: "record", Custom: true, Properties: properties,
			Options: &pulumirpc.TransformResourceOptions{},
		})
		if err != nil {
			return err
		}
		registered, err := invoke(transform, request)
		if err != nil {
			return err
		}
		if text := registered.GetProperties().String(); strings.Contains(text, "seqera-studios/facts") {
			return fmt.Errorf("the facts would be registered: %s", text)
		}
	}
	return nil
}

func invoke(callback *pulumirpc.Callback, request []byte) (*pulumirpc.TransformResponse, error) {
	connection, err := grpc.NewClient(callback.GetTarget(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	answer, err := pulumirpc.NewCallbacksClient(connection).Invoke(context.Background(),
		&pulumirpc.CallbackInvokeRequest{Token: callback.GetToken(), Request: request})
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.TransformResponse{}
	return response, proto.Unmarshal(answer.GetResponse(), response)
}
