import { applicationStoreContract } from "../contracts/stores-applications.ts";
import { describeStores } from "../support/databases.ts";

describeStores("the application store", applicationStoreContract);
