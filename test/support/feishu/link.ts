// The platform's end of the long connection: real frames over a real WebSocket.
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { decodeFrame, encodeFrame } from "./frames.ts";
import type { Way } from "./deliveries.ts";

export interface LinkOptions {
  /** Seconds between pings that the client is asked for. */
  readonly pingSeconds: number;
}

export function createLinks(server: Server, { pingSeconds }: LinkOptions) {
  const sockets = new WebSocketServer({ noServer: true });
  const open: WebSocket[] = [];
  const hung: Duplex[] = [];
  const waiting = new Map<string, (frame: ReturnType<typeof decodeFrame>) => void>();
  let pings = 0;
  /** The sockets stay open and nothing comes back. */
  let deaf = false;
  let hanging = false;
  /** Bytes of one frame; longer events come in parts. */
  let longest = Number.POSITIVE_INFINITY;
  const config = {
    ReconnectCount: -1,
    ReconnectInterval: 120,
    ReconnectNonce: 30,
    PingInterval: pingSeconds,
  };

  server.on("upgrade", (request, socket, head) => {
    if (hanging) {
      hung.push(socket);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      open.push(ws);
      ws.on("close", () => open.splice(open.indexOf(ws), 1));
      ws.on("message", (bytes: Buffer) => receive(ws, bytes));
    });
  });

  function receive(ws: WebSocket, bytes: Buffer): void {
    if (deaf) return;
    const frame = decodeFrame(bytes);
    if (frame.method === 0) {
      pings++;
      const payload = new TextEncoder().encode(JSON.stringify(config));
      ws.send(encodeFrame({ ...frame, headers: { type: "pong" }, payload }));
      return;
    }
    waiting.get(frame.headers["message_id"] ?? "")?.(frame);
  }

  /** Sends an event and resolves with what the program answers. `type`: cards of the old kind come as "card". */
  function send(envelope: object, type = "event"): ReturnType<Way> {
    const ws = open.at(-1);
    if (ws === undefined || deaf) return Promise.resolve(undefined);
    const id = randomUUID();
    const bytes = new TextEncoder().encode(JSON.stringify(envelope));
    const parts = Math.max(1, Math.ceil(bytes.length / longest));
    return new Promise((done) => {
      waiting.set(id, (frame) => {
        waiting.delete(id);
        const said = JSON.parse(new TextDecoder().decode(frame.payload)) as { code: number; data?: string };
        const answer: unknown =
          said.data === undefined ? undefined : JSON.parse(Buffer.from(said.data, "base64").toString());
        done(said.code === 200 ? { answer } : undefined);
      });
      // The last part first: whoever puts them together must look at their numbers.
      for (let part = parts - 1; part >= 0; part--) {
        const payload = parts === 1 ? bytes : bytes.subarray(part * longest, (part + 1) * longest);
        const headers = {
          type,
          message_id: id,
          sum: String(parts),
          seq: String(part),
          trace_id: randomUUID(),
        };
        ws.send(encodeFrame({ service: 1, method: 1, headers, payload }));
      }
    });
  }

  return {
    config,
    send,
    way: (): Way | undefined => (open.length > 0 ? (envelope) => send(envelope) : undefined),
    count: () => open.length,
    pings: () => pings,
    /** Half-open: nothing is heard and nothing said any more, and nobody is told. */
    fallSilent(silent = true): void {
      deaf = silent;
    },
    hangUp(): void {
      for (const ws of open.slice()) ws.terminate();
    },
    /** New connections are never answered. */
    hang(does = true): void {
      hanging = does;
    },
    splitAt(bytes: number): void {
      longest = bytes;
    },
    close(): void {
      for (const socket of hung) socket.destroy();
      for (const ws of open.slice()) ws.terminate();
      sockets.close();
    },
  };
}
