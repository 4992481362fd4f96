import { networkInterfaces } from "node:os";

/** What to open in a browser on this machine for a server at this host and port; ends with "/". */
export function addressHere(host: string, port: number): string {
  return addressOf(anywhere(host) ? "localhost" : host, port);
}

/** What to open on other machines of the network; nothing unless the server listens on every address. */
export function addressesElsewhere(host: string, port: number): string[] {
  if (!anywhere(host)) return [];
  return Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => addressOf(address, port));
}

const anywhere = (host: string): boolean => host === "0.0.0.0" || host === "::";
const addressOf = (host: string, port: number): string =>
  `http://${host.includes(":") ? `[${host}]` : host}:${port}/`;
