import { memberStoreContract } from "../contracts/stores-members.ts";
import { describeStores } from "../support/databases.ts";

describeStores("the member store", memberStoreContract);
