/** Browsers limit what is under way to 64 KiB in all, headers with it. */
const keptAliveBytesMax = 60_000;
let underWay = 0;

/** Sends so many bytes, from a page such that the browser sends them on while it goes away, if so many may be. */
export async function keptAlive<Answer>(
  bytes: number,
  send: (keepalive: { readonly keepalive?: true }) => Promise<Answer>,
): Promise<Answer> {
  if (!('document' in globalThis) || underWay + bytes > keptAliveBytesMax) return send({});
  underWay += bytes;
  try {
    return await send({ keepalive: true });
  } finally {
    underWay -= bytes;
  }
}
