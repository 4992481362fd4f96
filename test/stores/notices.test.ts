import { noticeStoreContract } from "../contracts/stores-notices.ts";
import { describeStores } from "../support/databases.ts";

describeStores("notices", noticeStoreContract);
