// Loaded before a program: while the file that NO_ROOM names is there, nothing more is written to files whose path holds
// "pg_wal", as on a full disk. Works in every thread.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const sign = process.env["NO_ROOM"] ?? "";
const paths = new Map<number, string>();
const { openSync, writeSync } = fs;

fs.openSync = (path, ...rest) => {
  const file = openSync(path, ...rest);
  paths.set(file, String(path));
  return file;
};
fs.writeSync = ((file: number, ...rest: [Uint8Array]) => {
  if ((paths.get(file) ?? "").includes("pg_wal") && fs.existsSync(sign)) {
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", errno: -28 });
  }
  return writeSync(file, ...rest);
}) as typeof fs.writeSync;
syncBuiltinESMExports();
