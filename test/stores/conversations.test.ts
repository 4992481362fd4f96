import { conversationStoreContract } from "../contracts/stores-talks.ts";
import { describeStores } from "../support/databases.ts";

describeStores("the conversation store", conversationStoreContract);
