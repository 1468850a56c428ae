import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { platformEnvironment } from '../../../sdk/src/environment.ts';
import { gateExpress } from '../../../sdk/src/express.ts';
import type { GatePricing } from '../../../sdk/src/gate/price.ts';
import type { GateSettings } from '../../../sdk/src/gate/settings.ts';
import { aGate, type GateFault, type SeenAsk } from './gating.ts';

export type SiteHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => void | Promise<void>;
const html = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
export const page = '<p>the article</p>';

interface Options {
  readonly settings?: Partial<GateSettings>;
  /** What a parser that came before leaves as the body. */
  readonly bodyOf?: object;
  /** @default - of each GET under `/a/` */
  readonly pricing?: GatePricing<IncomingMessage>;
  readonly faultOf?: (ask: SeenAsk, count: number) => GateFault | undefined;
}

const ofPages: GatePricing<IncomingMessage> = ({ url = '', method }) =>
  url.startsWith('/a/') && method === 'GET' ? { meter: 'view' } : undefined;

/** What is answered to the head of a request, whatever it says. */
const rawly = async (port: number, head: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('latin1').write(`${head}Connection: close\r\n\r\n`, 'latin1');
  return (await socket.toArray()).join('');
};

/** A site of node:http whose pages under `/a/` cost a cent each to GET. */
export async function aSite(
  handler: SiteHandler,
  { settings, faultOf, bodyOf, pricing = ofPages }: Options = {},
) {
  const gated = await aGate(settings, faultOf, { environment: platformEnvironment });
  const seen: string[] = [];
  const gate = gateExpress(gated.gate, pricing);
  const server = createServer((request, response) => {
    response.setHeader('x-before', '1');
    if (bodyOf !== undefined) Object.assign(request, { body: bodyOf });
    gate(request, response, (error) => {
      seen.push(`${request.method} ${request.url}`);
      if (error === undefined) void handler(request, response);
      else response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ ...gated, url, handled: seen },
    willing: { cookie: `farthing-token=${gated.tokens.willing}` },
    person: { ...html, ...form, cookie: `farthing-token=${gated.tokens.asked}` },
    fetch: (path: string, init: RequestInit = {}) =>
      fetch(`${url}${path}`, { redirect: 'manual', ...init }),
    raw: (head: string) => rawly(port, head),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export const answering: SiteHandler = (_, response) => {
  response.setHeader('cache-control', 'public, max-age=600');
  response.setHeader('set-cookie', 'theme=dark');
  response.end(page);
};
