// The whole program over a folder of its own, without its command line: for tests that play a channel themselves.
import { type App, openApp } from "../../src/app.ts";
import { parseConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { temporaryFolder } from "../commands/run.ts";

export interface TestApp {
  readonly app: App;
  /** Closes the app and removes its folder. */
  close(): Promise<void>;
}

export async function openTestApp(): Promise<TestApp> {
  const { folder, remove } = await temporaryFolder();
  const app = await openApp({
    config: parseConfig({ DATA_DIR: folder }),
    catalogue: createCatalogue(),
    log: createLog("silent"),
    command: "test",
  });
  return {
    app,
    async close() {
      await app.close();
      await remove();
    },
  };
}
