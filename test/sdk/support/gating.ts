import { expect } from '@jest/globals';
import { matchRoute } from '../../../core/contract/match.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { ClientEnvironment } from '../../../sdk/src/environment.ts';
import type { Fetch } from '../../../sdk/src/fetch.ts';
import { gateIn } from '../../../sdk/src/gate/create-gate.ts';
import type { GatePassed, GateRefusal, GateSettled } from '../../../sdk/src/gate/decided.ts';
import type { GatedRequest } from '../../../sdk/src/gate/request.ts';
import type { GateSettings } from '../../../sdk/src/gate/settings.ts';
import { inMemorySigner } from '../../fakes/receipt-signer.ts';
import { asking } from '../../support/ask.ts';
import { spendHandler } from '../../support/changing-handlers.ts';
import { aPress, otherPayer, payer } from '../../support/some-press.ts';
import { manualEnvironment } from './manual-environment.ts';

type Json = Readonly<Record<string, unknown>>;

/** What happens to a request instead of an answer, or beside it. */
export type GateFault =
  | 'lost'
  | 'answer-lost'
  | { readonly status: number; readonly code?: string };

export interface SeenAsk {
  readonly path: string;
  readonly authorization: string;
  readonly body: Json;
}

interface Options {
  readonly environment?: ClientEnvironment;
  readonly charges?: NonNullable<Parameters<typeof aPress>[0]>['charges'];
}

/**
 * A gate of the client before the function that serves gates, of a press whose views cost a cent, with a signer.
 * Tokens: `willing` and `second` pay up to a euro without being asked, `asked` is asked each time.
 */
export async function aGate(
  settings: Partial<GateSettings> = {},
  faultOf: (ask: SeenAsk, count: number) => GateFault | undefined = () => undefined,
  { environment, charges }: Options = {},
) {
  const press = await aPress({
    settings: { defaultPlan: 'reader' },
    ...(charges === undefined ? {} : { charges }),
  });
  const time = manualEnvironment();
  const clock = environment ?? time.environment;
  /** Of a whole millisecond: waits are drawn finer. */
  const atNow = (): void => {
    press.billing.time.now = timestampOf(Math.ceil(clock.now()));
  };
  atNow();
  const signed = press.gateWith(press.protocol, inMemorySigner());
  const service = asking(spendHandler(press.protocol, signed));
  const made = async (of: string) => {
    const body = { actions: ['charge'], expiresIn: 86_400 };
    const { body: token } = await service('POST /v1/payers/{payer}/tokens', {
      ...{ params: { payer: of }, headers: json, body },
    });
    return { text: String(token['token']), caller: { payer: of, id: String(token['id']) } };
  };
  const [willing, second, asked] = [await made(payer), await made(payer), await made(otherPayer)];
  const callers = new Map(
    [willing, second, asked].map((one) => [`Bearer ${one.text}`, one.caller]),
  );
  await service('PUT /v1/payers/{payer}/threshold', {
    ...{ params: { payer }, headers: json, body: { amount: '1.00', currency: 'EUR' } },
  });
  const seen: SeenAsk[] = [];
  const failures: unknown[] = [];
  const answered = (
    method: string,
    pathname: string,
    { authorization, sent }: { readonly authorization: string; readonly sent: Json | undefined },
  ) => {
    const match = matchRoute(method, pathname);
    if (match === undefined) throw new Error(`there is no route ${method} ${pathname}`);
    const token = callers.get(authorization);
    return service(match.key, {
      ...{ params: match.params, headers: json },
      ...(sent === undefined ? {} : { body: sent }),
      ...(token === undefined ? {} : { token }),
    });
  };
  const fetch: Fetch = async (url, { method, headers, body }) => {
    atNow();
    const { pathname } = new URL(url);
    const { authorization = '' } = headers;
    const sent = typeof body === 'string' ? (JSON.parse(body) as Json) : undefined;
    const ask = { path: pathname, authorization, body: sent ?? {} };
    seen.push(ask);
    const fault = faultOf(ask, seen.length);
    if (fault === 'lost') throw new TypeError('fetch failed');
    if (typeof fault === 'object') return failed(fault);
    const { status, text } = await answered(method, pathname, { authorization, sent });
    if (fault === 'answer-lost') throw new TypeError('fetch failed');
    return new Response(text, { status, headers: json });
  };
  const gate = gateIn(clock, {
    ...{ url: 'https://farthing.example', apiKey: 'ft_test_key_secret', fetch },
    ...{ topUpUrl: 'https://pay.example/', onFailure: (error) => failures.push(error) },
    ...settings,
  });
  /** Of both payers, in cents. */
  const spent = async (name: 'captured' | 'held'): Promise<bigint> => {
    atNow();
    const amounts = [payer, otherPayer].map(async (of) => {
      const { body } = await press.ask('GET /v1/payers/{payer}/spend', { params: { payer: of } });
      return BigInt(String(body[name]).replace('.', ''));
    });
    const [first = 0n, other = 0n] = await Promise.all(amounts);
    return first + other;
  };
  const paths = () => seen.map(({ path }) => path.replace(/(?<=\/)[\w.-]{20,}(?=\/)/, '{id}'));
  return {
    ...{ gate, press, time, seen, paths, failures },
    tokens: { willing: willing.text, second: second.text, asked: asked.text },
    captured: () => spent('captured'),
    held: () => spent('held'),
  };
}

const json = { 'content-type': 'application/json' };

function failed({ status, code }: { readonly status: number; readonly code?: string }): Response {
  const problem = {
    ...{ type: `urn:farthing:problem:${code}`, title: 't', status, detail: 'no', code },
    requestId: 'r-1',
  };
  return new Response(JSON.stringify(code === undefined ? { message: 'no' } : problem), { status });
}

/** What the page of a 402 posts. */
export const consentIn = ({ body }: Pick<GateRefusal, 'body'>): string => {
  const inPage = /name="consent" value="(?<consent>[^"]+)"/.exec(body)?.groups?.['consent'];
  if (inPage !== undefined) return inPage;
  return (JSON.parse(body) as { readonly offer: { readonly consent: string } }).offer.consent;
};

/** How a client of x402 pays by what a 402 offers, with a token. */
export function signatureFor(required: string, token: string): string {
  const { resource, accepts } = JSON.parse(atob(required)) as {
    readonly resource: object;
    readonly accepts: readonly object[];
  };
  const [accepted] = accepts;
  return btoa(JSON.stringify({ x402Version: 2, resource, accepted, payload: { token } }));
}

export const url = 'https://news.example/a/1';
export const reads = { meter: 'view' };
export const asked = (headers: Readonly<Record<string, string>> = {}, more = {}): GatedRequest => ({
  ...{ method: 'GET', url },
  header: (name) => headers[name],
  ...more,
});
export const withCookie = (token: string) =>
  asked({ cookie: `theme=dark; farthing-token=${token}` });

export type Gated = Awaited<ReturnType<typeof aGate>>;
export async function passed({ gate, time }: Gated, request: GatedRequest): Promise<GatePassed> {
  const opened = await time.settled(gate.open(request, reads));
  if (opened.outcome === 'refused') throw new Error(`refused: ${opened.body}`);
  return opened;
}
export const settled = (
  { gate, time }: Gated,
  one: GatePassed,
  status: number,
): Promise<GateSettled> => time.settled(gate.settle(one, status));

/** A JWS in its compact form. */
export const receipt: unknown = expect.stringMatching(/^[\w-]+[.][\w-]+[.][\w-]+$/);
