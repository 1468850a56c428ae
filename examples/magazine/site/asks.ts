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

/** Whether a token is still taken. Throws where that is not known. */
export async function isTaken({ url, apiKey }: Farthing): Promise<boolean> {
  const answer = await fetch(`${url}/v1/me`, {
    headers: { authorization: `Bearer ${apiKey}` },
    signal: AbortSignal.timeout(30_000),
  });
  await answer.body?.cancel();
  if (answer.ok) return true;
  if (answer.status === 401 || answer.status === 403) return false;
  throw new Error(`GET /v1/me: ${answer.status}`);
}
