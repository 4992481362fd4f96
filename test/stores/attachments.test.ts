import { attachmentStoreContract } from "../contracts/stores-attachments.ts";
import { describeStores } from "../support/databases.ts";

describeStores("attachments", attachmentStoreContract);
