import { lookup as resolve } from 'node:dns';
import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { types } from 'node:util';
import ipaddr from 'ipaddr.js';
import type { CallAnswer, OutboundCall, RailOutbound } from '../../core/rails/ports.ts';
import type { Answered, Outbound } from '../../core/webhooks/ports.ts';

/** From the first look at the name to the end of the answer. */
const TOTAL_MS = 10_000;
/** Of an answer, headers aside, whose limit is Node's own 16 KB. What is longer is cut off. */
const ANSWER_BYTES_MAX = 64 * 1024;
/** Of an answer that is read. One that is longer is none. */
const READ_BYTES_MAX = 4 * 1024 * 1024;
const PORTS: ReadonlySet<string> = new Set(['', '443', '8443']);
const USER_AGENT = 'Farthing-Webhooks/1';
const RAIL_USER_AGENT = 'Farthing/1';

/** Why a call was not made, in a word. */
class Refused extends Error {
  override readonly name = 'Refused';
}

export interface OutboundOptions {
  /** Whether `http`, every port and addresses of this machine itself are allowed: on a local runtime alone. */
  readonly loopback: 'allowed' | 'refused';
  /** @default 10,000 */
  readonly totalMs?: number;
  /** Resolves names. @default as the system does */
  readonly resolve?: typeof resolve;
}

/** As the local runtime says it to functions; nobody else sets it. */
export const outboundOptions = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): OutboundOptions => ({
  loopback: environment['OUTBOUND_LOOPBACK'] === 'allowed' ? 'allowed' : 'refused',
});

/**
 * The only client that calls out: addresses that tenants give, and rails. A name is resolved once, all that it stands
 * for is looked at, and the connection is made to what was looked at: a name that changes its mind between the two
 * leads nowhere. No redirect is followed, and no connection is used twice.
 */
export function outboundClient(options: OutboundOptions): Outbound & RailOutbound {
  return {
    refusal: (url) => refusalOf(url, options),

    isHere: (url) => options.loopback === 'allowed' && URL.canParse(url) && isHere(new URL(url)),

    async post(url, { headers, body }) {
      const refusal = refusalOf(url, options);
      if (refusal !== undefined) return { kind: 'failed', reason: 'url-refused' };
      try {
        return await posted(new URL(url), { headers, body }, options);
      } catch (error) {
        return { kind: 'failed', reason: reasonOf(error) };
      }
    },

    async call(call) {
      const refusal = refusalOf(call.url, options);
      if (refusal !== undefined) return { kind: 'failed', reason: 'url-refused' };
      try {
        return await called(call, options);
      } catch (error) {
        return { kind: 'failed', reason: reasonOf(error) };
      }
    },
  };
}

const isHere = (url: URL): boolean => {
  const host = hostOf(url);
  if (host === 'localhost') return true;
  return ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback';
};

function refusalOf(text: string, { loopback }: OutboundOptions): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = loopback === 'allowed';
  if (url === undefined) return `give a URL such as https://shop.example/farthing`;
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')) {
    return `give an https URL, got ${url.protocol.slice(0, 20)}`;
  }
  if (url.username !== '' || url.password !== '') {
    return 'leave user and password out of the URL: what is sent is signed';
  }
  if (url.hash !== '') return 'leave the fragment out of the URL: it is never sent';
  if (!isLocal && !PORTS.has(url.port)) return `use port 443 or 8443, got ${url.port}`;
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isAllowed(host, loopback)) {
    return 'give an address that is public';
  }
  return undefined;
}

/** An IPv6 address stands in brackets in a URL, and in none elsewhere. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** The part of IPv6 that is given out at all; all else is for special uses, or for none yet. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address may be connected to: one that is public, by the registries of special-purpose addresses of IANA
 * (RFC 6890). Not this machine, private and link-local networks (where clouds have their metadata), carrier-grade NAT,
 * multicast, and no IPv6 that has an IPv4 address in it: mapped, translated (NAT64), 6to4, Teredo.
 */
export function isAllowed(address: string, loopback: OutboundOptions['loopback']): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (loopback === 'allowed' && range === 'loopback') return true;
  if (range !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(globalUnicast);
}

/** Resolves a name to addresses that may be connected to; to none where any of them may not. */
const checkedLookup =
  ({ loopback, resolve: resolveName = resolve }: OutboundOptions): LookupFunction =>
  (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const isPublic = addresses.every(({ address }) => isAllowed(address, loopback));
      const [first] = addresses;
      if (!isPublic || first === undefined) {
        callback(new Refused('address-not-public'), []);
      } else if (options.all === true) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };

/** As much of a request as goes out. */
interface Sent {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly userAgent: string;
  readonly body: string | undefined;
}

function begun(
  url: URL,
  { method, headers, userAgent, body }: Sent,
  options: OutboundOptions,
): ClientRequest {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const length = bytes === undefined ? {} : { 'content-length': bytes.length };
  const call = request(url, {
    method,
    agent: false,
    lookup: checkedLookup(options),
    signal: AbortSignal.timeout(options.totalMs ?? TOTAL_MS),
    headers: { ...headers, 'user-agent': userAgent, ...length },
  });
  call.end(bytes);
  return call;
}

function posted(
  url: URL,
  { headers, body }: Parameters<Outbound['post']>[1],
  options: OutboundOptions,
): Promise<Answered> {
  return new Promise((answer, reject) => {
    let hasAnswered = false;
    const call = begun(url, { method: 'POST', headers, userAgent: USER_AGENT, body }, options);
    // Once there is a status, it does not matter any more how the call ends.
    call.on('error', reject);
    // Whoever switches to another protocol has answered; Node would only close the socket, and tell nobody.
    call.once('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      answer({ kind: 'answered', status: statusCode ?? 0 });
    });
    // Whatever else ends a call without an answer. Where there is one, this comes too late to change it.
    call.once('close', () => {
      if (!hasAnswered) reject(new Refused('closed'));
    });
    call.once('response', (response) => {
      hasAnswered = true;
      call.off('error', reject).on('error', () => undefined);
      const answered = { kind: 'answered', status: response.statusCode ?? 0 } as const;
      let received = 0;
      response.on('data', (piece: Buffer) => {
        received += piece.length;
        if (received > ANSWER_BYTES_MAX) response.destroy();
      });
      // What the body says is nobody's business, and neither is how it ends: the status was sent before.
      response.once('error', () => undefined);
      response.once('close', () => {
        answer(answered);
      });
    });
  });
}

/** A call whose answer is read: one that does not come whole is none. */
function called(
  { method, url, headers, body }: OutboundCall,
  options: OutboundOptions,
): Promise<CallAnswer> {
  return new Promise((answer, reject) => {
    const sent = { method, headers, userAgent: RAIL_USER_AGENT, body };
    const call = begun(new URL(url), sent, options);
    call.on('error', reject);
    call.once('upgrade', (_, socket) => {
      socket.destroy();
      reject(new Refused('upgraded'));
    });
    call.once('close', () => {
      reject(new Refused('closed'));
    });
    call.once('response', (response) => {
      const pieces: Buffer[] = [];
      let received = 0;
      response.on('data', (piece: Buffer) => {
        received += piece.length;
        if (received > READ_BYTES_MAX) response.destroy(new Refused('answer-too-long'));
        else pieces.push(piece);
      });
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(pieces).toString();
        answer({ kind: 'answered', status: response.statusCode ?? 0, body: text });
      });
    });
  });
}

const REASON_MAX = 60;

/** A word for a person: the code of the system, or of TLS; never what the other end says. */
function reasonOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (!types.isNativeError(error)) return 'failed';
  if (error.name === 'AbortError') return 'timeout';
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code.slice(0, REASON_MAX) : 'failed';
}
