// Runs a script under Node 24: the one npm installed beside us, or the one that runs now if it is new enough.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const NEEDED_MAJOR = 24;

/** The path of a Node binary of at least version 24, or undefined when this machine has none. */
export function findNode() {
  if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const packageName = `node-${platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    const binary = join(dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

// Compiled once, every later start is quicker by a third. Beside the packages: a shared temporary folder is not ours.
const COMPILED = join(import.meta.dirname, "..", "node_modules", ".cache", "node");

/** Runs `node ...args` with inherited terminal and signals, and ends this process the way the child ended. */
export function runNode(args) {
  const node = findNode();
  if (node === undefined) {
    console.error(
      `Gongyou needs Node ${NEEDED_MAJOR}; this is ${process.version}, and npm has no packaged Node for ` +
        `${process.platform}-${process.arch}. Install Node ${NEEDED_MAJOR} from https://nodejs.org and run this again.\n` +
        `工友需要 Node ${NEEDED_MAJOR}。请从 https://nodejs.org 安装后再运行一次。`,
    );
    process.exit(1);
  }
  const child = spawn(node, args, {
    stdio: "inherit",
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, forward);
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) runNode(process.argv.slice(2));
