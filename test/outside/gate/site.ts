import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site whose pages are paid for, on the HTTP interface alone. */
export interface Site {
  readonly url: string;
  /** How often a page was served. */
  served(): number;
  /** What the gate answered with an unexpected status. */
  readonly faults: readonly string[];
  stop(): Promise<void>;
}

type Headers = Readonly<Record<string, string | readonly string[]>>;

interface Problem {
  readonly offer?: { readonly amount: string; readonly currency: string; readonly consent: string };
}

interface Gated {
  readonly outcome: 'held' | 'free' | 'refused';
  readonly id: string;
  readonly status: number;
  readonly problem: Problem;
  readonly headers: Headers;
}

/** `/a/…` is an article, `/broken` one that cannot be served, `/once` one that is paid once a day. */
export async function startSite(farthing: { url: string; apiKey: string }): Promise<Site> {
  let served = 0;
  const faults: string[] = [];
  const ask = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${farthing.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${farthing.apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) faults.push(`${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gated = await ask<Gated>('/v1/gate', {
      resource: {
        url: `http://${request.headers.host ?? ''}${request.url ?? ''}`,
        ...{ description: 'An article', mimeType: 'text/html' },
      },
      meter: 'reads',
      once: request.url === '/once',
      payment: paymentIn(request, await textOf(request)),
    });
    if (gated.outcome === 'refused') {
      refuse(request, response, gated);
    } else if (request.url === '/broken') {
      await ask(`/v1/gate/${gated.id}/release`);
      response.writeHead(500).end('it cannot be served');
    } else {
      served += 1;
      const captured = await ask<Pick<Gated, 'headers'>>(`/v1/gate/${gated.id}/capture`, {});
      response.writeHead(200, headersOf({ ...gated.headers, ...captured.headers }));
      response.end(`article ${request.url ?? ''}`);
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      faults.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served: () => served,
    faults,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((stopped) => server.close(stopped));
    },
  };
}

/** To a program as the gate says it, to a browser as a page. */
function refuse(
  { headers: { accept = '' } }: IncomingMessage,
  response: ServerResponse,
  { status, headers, problem }: Gated,
): void {
  const isPage = accept.includes('text/html');
  const page = isPage ? { 'content-type': 'text/html; charset=utf-8' } : {};
  response.writeHead(status, headersOf({ ...headers, ...page }));
  response.end(isPage ? pageOf(problem) : JSON.stringify(problem));
}

/** A page of the site's own, which posts the consent to where it is. */
const pageOf = ({ offer }: Problem): string =>
  `<!doctype html><html lang="en"><title>An article</title><main><p>This article costs ${offer?.amount} ${offer?.currency}.</p><form method="post"><button name="consent" value="${offer?.consent}">Pay and read</button></form></main></html>`;

/** What came with a request that may pay for it. */
function paymentIn({ headers }: IncomingMessage, posted: string) {
  const { authorization, 'payment-signature': signature, cookie = '' } = headers;
  const sent = {
    authorization,
    paymentSignature: signature?.toString(),
    token: /(?:^|; )payer=([^;]+)/.exec(cookie)?.[1],
    consent: new URLSearchParams(posted).get('consent') ?? undefined,
  };
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));
}

const headersOf = (headers: Headers): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : [...value],
    ]),
  );

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}
