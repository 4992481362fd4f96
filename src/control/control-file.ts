import { randomBytes } from "node:crypto";
import { readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

/** Where the process that holds a data folder takes commands, and what proves that somebody may read the folder. */
const ControlFile = z.object({
  /** A copy of the folder, made while the program ran, must not lead to the folder it was copied from. */
  folder: z.string(),
  address: z.string(),
  secret: z.string().min(32),
});
export type ControlFile = z.infer<typeof ControlFile>;

const FILE = "control";

/** The file of this very folder, perhaps left by a process that was killed; undefined when there is none to be read. */
export async function readControl(folder: string): Promise<ControlFile | undefined> {
  try {
    const real = await realpath(folder);
    const { data } = ControlFile.safeParse(JSON.parse(await readFile(join(real, FILE), "utf8")));
    return data?.folder === real ? data : undefined;
  } catch {
    return undefined;
  }
}

/** A new address and secret for the folder, which must exist; nobody knows them before `writeControl`. */
export async function newControl(folder: string): Promise<ControlFile> {
  const name = `gongyou-${randomBytes(12).toString("hex")}`;
  const address =
    process.platform === "linux"
      ? `\0${name}`
      : process.platform === "win32"
        ? `\\\\.\\pipe\\${name}`
        : join(tmpdir(), `${name}.sock`);
  return { folder: await realpath(folder), address, secret: randomBytes(32).toString("hex") };
}

/** Readable for this user only, whole at every moment. */
export async function writeControl(control: ControlFile): Promise<void> {
  const target = join(control.folder, FILE);
  const temporary = `${target}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(temporary, JSON.stringify(control), { mode: 0o600, flag: "wx" });
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Takes the file away unless another process has put its own there. */
export async function removeControl({ folder, secret }: ControlFile): Promise<void> {
  const found = await readControl(folder);
  if (found?.secret === secret) await rm(join(folder, FILE), { force: true });
}
