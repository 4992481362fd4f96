import type { Finding } from "../channels/platform.ts";
import { jsonArray, line, type Command } from "./command.ts";

const SIGNS: Readonly<Record<Finding["level"], string>> = { good: "✓", warning: "!", wrong: "✗" };

/**
 * `doctor`: checks what is set against the chat platforms and says what to change. It opens no data, so that it can be run
 * beside a running program. Status 1 when something is wrong; a warning is none.
 */
export const doctorCommand: Command = {
  name: "doctor",
  words: "",
  options: [{ flags: "--json", summary: "cli.option.json" }],
  carried: false,
  async run({ config, options, output, text }) {
    const { diagnosePlatforms } = await import("../app.ts");
    const platforms = await diagnosePlatforms(config);
    const found: (Finding & { readonly platform: string })[] = [
      ...platforms.flatMap(({ platform, findings }) => findings.map((finding) => ({ platform, ...finding }))),
      ...(platforms.length > 0 && config.publicUrl === undefined
        ? [{ platform: "gongyou", level: "warning" as const, key: "cli.doctor.no-public-url" }]
        : []),
    ];
    if (options["json"] === true) {
      const said = found.map(({ platform, level, key, values }) => ({
        platform,
        level,
        key,
        text: text(key, values),
      }));
      await line(output, jsonArray(said));
    } else if (platforms.length === 0) await line(output, text("cli.doctor.none"));
    else {
      for (const { platform, level, key, values } of found)
        await line(output, `${SIGNS[level]} ${platform}: ${text(key, values)}`);
    }
    return found.some(({ level }) => level === "wrong") ? 1 : 0;
  },
};
