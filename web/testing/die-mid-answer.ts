import { ServerResponse } from "node:http";

/*
 * Loaded into the service before its own code (`node --import`). Told a number by the process that started it, it kills
 * itself when it is about to send that piece of an answer: what came before is on its way, what comes after never is.
 */
let left = Number.POSITIVE_INFINITY;
process.on("message", (piece) => {
  left = Number(piece);
  process.send?.("armed");
});
// Who started it is gone, and cannot stop it any more.
process.once("disconnect", () => process.exit());

const write = ServerResponse.prototype.write;

ServerResponse.prototype.write = function (this: ServerResponse, ...sent: unknown[]): boolean {
  const [chunk] = sent;
  const text = chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk);
  if (text.includes("event: content")) left -= 1;
  if (left <= 0) process.kill(process.pid, "SIGKILL");
  return Reflect.apply(write, this, sent);
} as typeof write;
