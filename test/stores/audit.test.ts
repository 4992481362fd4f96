import { auditStoreContract } from "../contracts/stores-audit.ts";
import { describeStores } from "../support/databases.ts";

describeStores("the audit log", auditStoreContract);
