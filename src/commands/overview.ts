import { LINK_DAYS } from "../console/overview.ts";
import { isLoopback } from "../domain/loopback.ts";
import { addressesElsewhere, addressHere } from "./address.ts";
import { line, type Command } from "./command.ts";

/**
 * `overview`: the link under which other computers open the office's overview; whoever has it can. `--revoke` voids all that
 * were given.
 */
export const overviewCommand: Command = {
  name: "overview",
  words: "",
  options: [{ flags: "--revoke", summary: "cli.overview.revoke" }],
  carried: true,
  async run({ config, options, output, text, open }) {
    const overview = (await open()).overview();
    if (options["revoke"] === true) {
      await overview.revoke();
      await line(output, text("cli.overview.revoked"));
      return 0;
    }
    const path = await overview.link();
    const { publicUrl, host, port } = config;
    const elsewhere = addressesElsewhere(host, port);
    const addresses =
      publicUrl !== undefined
        ? [publicUrl]
        : (elsewhere.length > 0 ? elsewhere : [addressHere(host, port)]).map((one) => one.slice(0, -1));
    await line(output, text("cli.overview.link", { days: LINK_DAYS }));
    for (const address of addresses) await line(output, address + path);
    if (addresses.every((one) => isLoopback(new URL(one).hostname))) {
      await line(output, text("cli.overview.only-here"));
    }
    return 0;
  },
};
