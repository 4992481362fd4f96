import { createEmbeddedQueue } from "../../src/queue/embedded.ts";
import { queueContract } from "../contracts/queue.ts";

queueContract("the embedded queue", (options) => createEmbeddedQueue({ ...options, interval: 50 }));
