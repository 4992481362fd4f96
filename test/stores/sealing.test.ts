import { sealingContract } from "../contracts/stores-sealing.ts";
import { describeStores } from "../support/databases.ts";

describeStores("what is kept of a person", sealingContract);
