import * as pulumi from "@pulumi/pulumi";
import { Studios } from "@seqeralabs/seqera-studios";

const studios = new Studios("studios", {
    namespace: "seqera",
    platformUrl: "https://platform.example.com",
    connectUrl: "https://connect.example.com",
    redis: { address: "redis.example.com:6379", password: new pulumi.Config().requireSecret("redisPassword") },
    ingress: { copyFrom: "front-ingress" },
});

export const connectUrl = studios.connectUrl;
export const wildcardHost = studios.wildcardHost;
export const registrationToken = studios.registrationToken;
