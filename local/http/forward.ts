import { Agent, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

const agent = new Agent({ keepAlive: true });

/** Hands a request on to another server of this machine, and its answer back. */
export async function forward(
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const asked = ask(`${origin}${request.url ?? '/'}`, {
    method: request.method,
    headers: request.headers,
    agent,
  });
  asked.on('response', resolve).on('error', reject);
  // Who refuses a request answers before its body is read: then what is left of the body goes nowhere.
  request.pipe(asked);
  const answer = await promise;
  // What time it is, is said already.
  const { date: _, ...headers } = answer.headers;
  response.writeHead(answer.statusCode ?? 502, headers);
  await pipeline(answer, response);
}
