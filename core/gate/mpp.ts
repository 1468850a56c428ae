import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { canonicalJson, isJsonObject, type JsonObject } from '../kernel/json.ts';
import { base64urlIn, jsonIn, textIn } from './sent-json.ts';

/** A challenge of the `Payment` scheme of HTTP authentication (MPP), by its parameters. */
export interface Challenge {
  readonly realm: string;
  readonly method: string;
  readonly intent: string;
  /** Base64url of canonical JSON (RFC 8785). */
  readonly request: string;
  readonly expires?: string;
  readonly digest?: string;
  /** For people; nothing proves it. */
  readonly description?: string;
  /** Base64url of canonical JSON: clients send it back as it is. */
  readonly opaque?: string;
}

/** A challenge as it is sent: its id proves whose it is. */
export interface SentChallenge extends Challenge {
  readonly id: string;
}

/** What is sent to pay. */
export interface Credential {
  readonly challenge: SentChallenge;
  readonly payload: JsonObject;
}

const SCHEME = /^payment +(\S+) *$/i;

/** HMAC-SHA-256 over the parameters, each in its place; whoever has no key can make none. */
export function mppId(key: KeyObject | Uint8Array | string, challenge: Challenge): string {
  const { realm, method, intent, request, expires = '', digest = '', opaque = '' } = challenge;
  return createHmac('sha256', key)
    .update([realm, method, intent, request, expires, digest, opaque].join('|'))
    .digest('base64url');
}

/** Whether the id of a challenge was made with the key. */
export function isMppOf(key: KeyObject | Uint8Array | string, challenge: SentChallenge): boolean {
  const expected = Buffer.from(mppId(key, challenge));
  const given = Buffer.from(challenge.id);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** `WWW-Authenticate: Payment …`. */
export function mppHeader(challenge: SentChallenge): string {
  const { id, realm, method, intent, request, expires, digest, description, opaque } = challenge;
  const parameters = {
    ...{ id, realm, method, intent, request, expires, digest, description, opaque },
  };
  const shown = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${value.replaceAll(/["\\]/g, '\\$&')}"`],
  );
  return `Payment ${shown.join(', ')}`;
}

/** What a parameter says: canonical JSON in base64url. */
export const mppParameter = (value: JsonObject): string =>
  Buffer.from(canonicalJson(value)).toString('base64url');

/** Whether an `Authorization` is of this scheme. */
export const isMpp = (authorization: string): boolean => /^payment(?: |$)/i.test(authorization);

/** The reverse of what a client sends as `Authorization: Payment …`; undefined where it cannot be read. */
export function mppCredential(authorization: string): Credential | undefined {
  const sent = jsonIn(base64urlIn(SCHEME.exec(authorization)?.[1] ?? ''));
  if (!isJsonObject(sent)) return undefined;
  const { challenge, payload } = sent;
  if (!isJsonObject(challenge) || !isJsonObject(payload)) return undefined;
  const id = textIn(challenge, 'id');
  const realm = textIn(challenge, 'realm');
  const method = textIn(challenge, 'method');
  const intent = textIn(challenge, 'intent');
  const request = requestIn(challenge);
  if (id === undefined || realm === undefined || method === undefined) return undefined;
  if (intent === undefined || request === undefined) return undefined;
  return { challenge: { id, realm, method, intent, request, ...optionalIn(challenge) }, payload };
}

/** As it came; some clients send what it says, whose canonical text it was. */
function requestIn(challenge: JsonObject): string | undefined {
  const { request } = challenge;
  return isJsonObject(request) ? mppParameter(request) : textIn(challenge, 'request');
}

function optionalIn(challenge: JsonObject): Partial<Challenge> {
  const names = ['expires', 'digest', 'description', 'opaque'];
  const said = names.map((name) => [name, textIn(challenge, name)] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

/** `Payment-Receipt`. */
export const mppReceipt = (receipt: {
  readonly method: string;
  readonly reference: string;
  readonly status: 'success';
  readonly timestamp: string;
}): string => mppParameter(receipt);
