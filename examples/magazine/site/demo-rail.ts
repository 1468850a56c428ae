import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ask, type Farthing } from './asks.ts';
import { DemoAccount } from './demo-account.ts';
import { demoPage } from './pages.ts';

/** More than any form of it has. */
const BODY_BYTES_MAX = 32_768;

/** A rail on this very machine, whose money is not real. */
export interface DemoRail {
  /** As `http://127.0.0.1:41234`: where readers pay. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Plays Stripe, as far as wallets are topped up over it, and connects the tenant to it: what a reader pays is signed,
 * told and looked up as real money is. Undefined where Farthing is not on this machine, and so calls nobody here. What
 * was begun before it was started is over.
 */
export async function startDemoRail(farthing: Farthing): Promise<DemoRail | undefined> {
  const account = new DemoAccount(`sk_test_${randomUUID()}`, `whsec_${randomUUID()}`);
  let eventsPath: unknown;
  const server = createServer((request, response) => {
    const told = async (): Promise<void> => {
      if (typeof eventsPath === 'string') await tell(`${farthing.url}${eventsPath}`, account);
    };
    answer(request, response, { account, told, url: urlOf() }).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  const urlOf = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((listens, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listens);
  });
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  const { secretKey, webhookSecret } = account;
  const body = { secretKey, webhookSecret, url: urlOf() };
  try {
    eventsPath = (await ask(farthing, 'PUT', '/v1/rails/stripe', body))?.['eventsPath'];
  } catch (error) {
    await close();
    if (String(error).includes('rail.url-refused')) return undefined;
    throw error;
  }
  return { url: urlOf(), close };
}

/** What has happened is told as Stripe tells it. Whether it arrives does not matter: it is looked for as well. */
async function tell(url: string, { webhookSecret, last }: DemoAccount): Promise<void> {
  const body = JSON.stringify(last);
  const time = Math.floor(Date.now() / 1_000);
  const v1 = createHmac('sha256', webhookSecret).update(`${time}.${body}`).digest('hex');
  const headers = { 'content-type': 'application/json', 'stripe-signature': `t=${time},v1=${v1}` };
  const signal = AbortSignal.timeout(5_000);
  await fetch(url, { method: 'POST', headers, body, signal }).catch(() => undefined);
}

interface Asked {
  readonly account: DemoAccount;
  readonly url: string;
  told(): Promise<void>;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { account, told, url }: Asked,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', url);
  const form = await formOf(request);
  if (form === undefined) {
    response.writeHead(413).end();
    return;
  }
  const [, session] = /^\/pay\/([\w-]+)$/.exec(pathname) ?? [];
  if (session !== undefined) {
    const paying = { session, isPosted: request.method === 'POST' };
    await shown(response, account, { ...paying, told });
    return;
  }
  const said = account.said({
    ...{ method: request.method ?? 'GET', path: pathname, query: searchParams, form, url },
    key: request.headers['idempotency-key']?.toString(),
    authorization: request.headers.authorization ?? '',
  });
  response.writeHead(said.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(said.body));
}

/** The page on which a reader pays; posted, it is paid, and leads back. */
async function shown(
  response: ServerResponse,
  account: DemoAccount,
  {
    session,
    isPosted,
    told,
  }: { readonly session: string; readonly isPosted: boolean } & Pick<Asked, 'told'>,
): Promise<void> {
  const found = account.sessions.get(session);
  if (found === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such payment.\n');
    return;
  }
  if (isPosted) {
    account.pay(found);
    await told();
    response.writeHead(303, { location: found.successUrl, 'cache-control': 'no-store' }).end();
    return;
  }
  const page = demoPage(found);
  response.writeHead(200, Object.fromEntries(page.headers));
  response.end(await page.text());
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = '';
  for await (const piece of request as AsyncIterable<Buffer>) {
    text += piece.toString();
    if (text.length > BODY_BYTES_MAX) return undefined;
  }
  return new URLSearchParams(text);
}
