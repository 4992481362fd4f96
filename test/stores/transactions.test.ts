import { transactionContract } from "../contracts/stores-transactions.ts";
import { describeStores } from "../support/databases.ts";

describeStores("transactions", transactionContract);
