import { jobStoreContract } from "../contracts/stores-jobs.ts";
import { describeStores } from "../support/databases.ts";

describeStores("the outbox", jobStoreContract);
