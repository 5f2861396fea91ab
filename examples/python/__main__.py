import pulumi
import seqeralabs_seqera_studios as seqera

studios = seqera.Studios(
    "studios",
    namespace="seqera",
    platform_url="https://platform.example.com",
    connect_url="https://connect.example.com",
    redis=seqera.RedisArgs(
        address="redis.example.com:6379",
        password=pulumi.Config().require_secret("redisPassword"),
    ),
    ingress=seqera.IngressArgs(copy_from="front-ingress"),
)

pulumi.export("connectUrl", studios.connect_url)
pulumi.export("wildcardHost", studios.wildcard_host)
pulumi.export("registrationToken", studios.registration_token)
