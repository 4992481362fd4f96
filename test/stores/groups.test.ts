import { groupStoreContract } from "../contracts/stores-groups.ts";
import { describeStores } from "../support/databases.ts";

describeStores("groups", groupStoreContract);
