import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** Makes a database of its own on the server, gives its address to `work`, and drops it afterwards. */
export async function withOwnDatabase<Result>(
  url: string,
  work: (own: string) => Promise<Result>,
): Promise<Result> {
  const name = `gongyou_proof_${randomBytes(6).toString("hex")}`;
  await inDatabase(url, (client) => client.query(`create database ${name}`));
  const own = new URL(url);
  own.pathname = `/${name}`;
  try {
    return await work(own.href);
  } finally {
    await inDatabase(url, (client) => client.query(`drop database ${name} with (force)`));
  }
}

export async function inDatabase<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
