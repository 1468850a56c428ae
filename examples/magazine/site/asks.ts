/** Where Farthing is, and the key of the magazine. To set up meters and plans it needs `admin`, too. */
export interface Farthing {
  readonly url: string;
  readonly apiKey: string;
}

/** Asks Farthing. Throws where it refuses; 404 is answered as undefined, for what may not be there. */
export async function ask(
  { url, apiKey }: Farthing,
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  body?: object,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  if (answer.status === 404 && method === 'GET') return undefined;
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
