import type { IncomingMessage } from 'node:http';

/**
 * The whole body; undefined when it is over `bytesMax`. The rest of a body that is too large is read and dropped, so
 * that the client gets to see the answer.
 */
export async function readBody(
  request: IncomingMessage,
  bytesMax: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).byteLength;
    if (bytes <= bytesMax) chunks.push(chunk as Buffer);
  }
  return bytes > bytesMax ? undefined : Buffer.concat(chunks, bytes);
}
