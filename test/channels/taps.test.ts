import { describe, expect, it } from "vitest";
import { TAP_COMMANDS, tapsOf } from "../../src/channels/taps.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";

const { text, has } = createCatalogue();
const taps = (...suggestions: string[]) => tapsOf({ suggestions, locale: "zh-Hans" }, text);
const name = (command: string): string => text("zh-Hans", `page.command.${command}`);

describe("what can be tapped", () => {
  it("says the words of the suggestion, each once and in order", () => {
    expect(taps("那培训呢？", "好", "那培训呢？")).toEqual([
      { label: "那培训呢？", say: "那培训呢？" },
      { label: "好", say: "好" },
    ]);
    expect(taps()).toEqual([]);
  });

  it("reads as the command's name in the member's language", () => {
    expect(taps("/status")).toEqual([{ label: name("status"), say: "/status" }]);
    expect(tapsOf({ suggestions: ["/status"], locale: "en" }, text)[0]?.label).toBe(
      text("en", "page.command.status"),
    );
    expect(taps("/batch list")[0]?.label).toBe(name("batch-list"));
    expect(TAP_COMMANDS.filter((command) => !has(`page.command.${command}`))).toEqual([]);
  });

  it("names the case only where there are several", () => {
    expect(taps("/approve 2026-000123", "/paper 2026-000123 2").map(({ label }) => label)).toEqual([
      name("approve"),
      `${name("paper")} 2`,
    ]);
    expect(taps("/case 2026-000123", "/case 2026-000124").map(({ label }) => label)).toEqual([
      `${name("case")} 2026-000123`,
      `${name("case")} 2026-000124`,
    ]);
  });

  it("leaves words alone that are no command of ours", () => {
    expect(taps("/nothing 1", "/etc/passwd").map(({ label }) => label)).toEqual([
      "/nothing 1",
      "/etc/passwd",
    ]);
  });

  it("shows no id where a message is to be deleted", () => {
    expect(taps("/delete 5002.77")).toEqual([{ label: name("delete"), say: "/delete 5002.77" }]);
  });
});
