import { Rejection } from '../../kernel/rejection.ts';
import { storedObjectFrom } from '../../kernel/stored.ts';
import type { CallAnswer, RailOutbound } from '../../rails/ports.ts';

/** A header that a facilitator knows a tenant by. Never answered, logged or stored beside anything else. */
export interface FacilitatorKey {
  /** It is sent to no other address. */
  readonly facilitator: string;
  readonly header: string;
  readonly value: string;
}

/** Where the keys of facilitators are kept, one for each tenant. */
export interface FacilitatorKeys {
  get(tenant: string): Promise<FacilitatorKey | undefined>;
  put(tenant: string, key: FacilitatorKey): Promise<void>;
  remove(tenant: string): Promise<void>;
}

/** What keeps the key of a facilitator. */
export interface KeyingPorts {
  readonly facilitatorKeys: FacilitatorKeys;
  readonly outbound: Pick<RailOutbound, 'refusal' | 'call'>;
}

const HEADER = /^[a-z][a-z0-9-]{0,63}$/;
const VALUE = /^[!-~](?:[ -~]{0,2046}[!-~])?$/;
/** What a call has by itself, and what says how it is carried. */
const OWN = new Set([
  ...['accept', 'connection', 'content-encoding', 'content-length', 'content-type', 'cookie'],
  ...[
    'expect',
    'host',
    'keep-alive',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'user-agent',
  ],
]);

/**
 * Keeps the key of a tenant's facilitator, once that has not refused it. No refusal repeats it.
 * @throws Rejection `rail.url-refused`, `rail.secrets-refused`, `rail.outcome-unknown`
 */
export async function putFacilitatorKey(
  { facilitatorKeys, outbound }: KeyingPorts,
  tenant: string,
  { facilitator, header: name, value }: FacilitatorKey,
): Promise<FacilitatorKey> {
  const header = name.toLowerCase();
  refuseMalformed({ facilitator, header, value });
  const refusal = outbound.refusal(facilitator);
  if (refusal !== undefined) {
    throw new Rejection('rail.url-refused', `/facilitator: ${refusal}`, { param: '/facilitator' });
  }
  const key = { facilitator, header, value };
  refuseUntaken(
    await outbound.call({
      method: 'GET',
      url: `${facilitator}/supported`,
      headers: { accept: 'application/json', [header]: value },
      body: undefined,
    }),
  );
  await facilitatorKeys.put(tenant, key);
  return key;
}

function refuseMalformed({ header, value }: FacilitatorKey): void {
  const refused = (detail: string, param: string) =>
    new Rejection('rail.secrets-refused', detail, { param });
  if (!HEADER.test(header) || OWN.has(header)) {
    throw refused('name a header that a call has not by itself, such as x-api-key', '/header');
  }
  if (!VALUE.test(value)) {
    throw refused('give 1 to 2,048 visible characters of ASCII as the value', '/value');
  }
}

function refuseUntaken(answer: CallAnswer): void {
  if (answer.kind === 'failed' || answer.status >= 500) {
    throw new Rejection(
      'rail.outcome-unknown',
      'ask again: the facilitator has not said whether it takes the key',
    );
  }
  if (answer.status === 401 || answer.status === 403) {
    throw new Rejection('rail.secrets-refused', 'give a key that the facilitator takes', {
      param: '/value',
    });
  }
}

const VERSION = 1;

export const facilitatorKeyText = (key: FacilitatorKey): string =>
  JSON.stringify({ version: VERSION, ...key });

/** The reverse of `facilitatorKeyText`. Throws `InvariantViolation` for what is none, without saying it. */
export function facilitatorKeyFrom(text: string): FacilitatorKey {
  const stored = storedObjectFrom(text, 'the key of a facilitator');
  stored.version(VERSION);
  const [facilitator, header, value] = [
    stored.text('facilitator'),
    stored.text('header'),
    stored.text('value'),
  ];
  return { facilitator, header, value };
}
