package studios;

import com.pulumi.Pulumi;
import com.seqeralabs.seqerastudios.Studios;
import com.seqeralabs.seqerastudios.StudiosArgs;
import com.seqeralabs.seqerastudios.inputs.IngressArgs;
import com.seqeralabs.seqerastudios.inputs.RedisArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var studios = new Studios("studios", StudiosArgs.builder()
                .namespace("seqera")
                .platformUrl("https://platform.example.com")
                .connectUrl("https://connect.example.com")
                .redis(RedisArgs.builder()
                    .address("redis.example.com:6379")
                    .password(ctx.config().requireSecret("redisPassword"))
                    .build())
                .ingress(IngressArgs.builder().copyFrom("front-ingress").build())
                .build());

            ctx.export("connectUrl", studios.connectUrl());
            ctx.export("wildcardHost", studios.wildcardHost());
            ctx.export("registrationToken", studios.registrationToken());
        });
    }
}
