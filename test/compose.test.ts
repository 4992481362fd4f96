// Keeps docker-compose.yml true to the program: its settings, roles and safeguards exist as they are written there.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseConfig, VARIABLES } from "../src/config.ts";
import { root } from "./commands/run.ts";

const Service = z.object({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
});
const file = readFileSync(join(root, "docker-compose.yml"), "utf8");
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.unknown()),
});
const { services, volumes } = Compose.parse(parse(file, { merge: true }));
const PROGRAMS = ["bot", "worker", "console"] as const;

describe("docker-compose.yml", () => {
  it("runs the program in its three roles beside PostgreSQL, Redis and Qdrant", () => {
    expect(Object.keys(services).sort()).toEqual(["bot", "console", "postgres", "qdrant", "redis", "worker"]);
    for (const role of PROGRAMS) expect(services[role]?.command).toEqual(["start", "--role", role]);
  });

  it("gives every service a health check and waits for the servers' health", () => {
    for (const [name, { healthcheck }] of Object.entries(services)) {
      expect([name, healthcheck.test.length > 1]).toEqual([name, true]);
    }
    for (const role of PROGRAMS) {
      const waits = services[role]?.depends_on ?? {};
      expect(Object.keys(waits).sort()).toEqual(["postgres", "qdrant", "redis"]);
      for (const { condition } of Object.values(waits)) expect(condition).toBe("service_healthy");
    }
  });

  it("sets only what the program reads, and what it sets is accepted", () => {
    const values: Record<string, string> = {
      POSTGRES_PASSWORD: "p",
      REDIS_PASSWORD: "r",
      QDRANT_API_KEY: "q",
      GONGYOU_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    };
    for (const role of PROGRAMS) {
      const set = services[role]?.environment ?? {};
      expect(Object.keys(set).filter((name) => !VARIABLES.includes(name))).toEqual([]);
      const filled = Object.fromEntries(
        Object.entries(set).map(([name, value]) => [
          name,
          value.replace(
            /\$\{(\w+)(?::[-?]([^}]*))?\}/g,
            (_, variable: string, other = "") => values[variable] ?? other,
          ),
        ]),
      );
      const config = parseConfig(filled);
      expect(config.databaseUrl).toContain("postgres:5432");
      expect(config.redisUrl).toContain("redis:6379");
      expect(config.keys).toBe(values["GONGYOU_KEYS"]);
    }
  });

  it("takes every secret from the environment and has none of its own", () => {
    for (const name of ["POSTGRES_PASSWORD", "REDIS_PASSWORD", "QDRANT_API_KEY", "GONGYOU_KEYS"]) {
      expect(file).toContain(`\${${name}:?`);
    }
    for (const [, value] of file.matchAll(/^\s*\w*(?:PASSWORD|AUTH|KEYS?): *(\S.*)$/gm))
      expect(value).toMatch(/^"?\$\{/);
  });

  it("keeps jobs through a restart and never evicts one", () => {
    const command = services["redis"]?.command?.join(" ");
    expect(command).toContain("--appendonly yes");
    expect(command).toContain("--maxmemory-policy noeviction");
  });

  it("keeps what is stored in named volumes, and opens to this machine only unless told", () => {
    for (const [name, { volumes: mounted = [], ports = [] }] of Object.entries(services)) {
      expect([name, mounted.length]).toEqual([name, 1]);
      expect(Object.keys(volumes)).toContain(mounted[0]?.split(":")[0]);
      for (const port of ports) expect(port).toMatch(/^(?:127\.0\.0\.1|\$\{BIND:-127\.0\.0\.1\}):/);
    }
  });
});
