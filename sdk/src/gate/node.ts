import { membersOf } from '../json.ts';
import { addressAt } from './address.ts';
import { type HeaderLines, isForSharedCaches, privately } from './answers.ts';
import type { GateSettled } from './decided.ts';
import { consentBytes, consentFrom, consentOf, type GatedRequest } from './request.ts';

/** What of a request of node:http is used: Express, Fastify and others have it, too. */
export interface NodeRequest {
  method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly socket?: object | undefined;
  /** What a parser of forms that came before has made of the body; some leave an empty one where they read none. */
  readonly body?: unknown;
  readonly readableEnded?: boolean;
  on(name: string, listener: () => void): unknown;
  removeListener(name: string, listener: () => void): unknown;
  read(): unknown;
  unshift(chunk: Uint8Array): void;
}

/** What of an answer of node:http is used. */
export interface NodeResponse {
  statusCode: number;
  statusMessage?: string;
  readonly headersSent: boolean;
  getHeaderNames(): string[];
  getHeader(name: string): number | string | readonly string[] | undefined;
  setHeader(name: string, value: number | string | readonly string[]): unknown;
  removeHeader(name: string): void;
  once(name: string, listener: () => void): unknown;
  end(text: string): unknown;
}

/** A request as a gate sees it. `asked` is the path with its query, as it came. */
export function nodeRequest(
  { method = 'GET', headers }: Pick<NodeRequest, 'method' | 'headers'>,
  { asked, origin }: { readonly asked: string; readonly origin: string },
  consent?: string,
): GatedRequest {
  return {
    method,
    // What names no site of ours is answered 400.
    url: addressAt(origin, asked) ?? '',
    header(name) {
      const value = headers[name];
      return typeof value === 'object' ? value.join(', ') : value;
    },
    consent,
  };
}

/** What the site is called, where its settings do not say. */
export function originOf({ headers, socket = {} }: NodeRequest, protocol?: string): string {
  const isEncrypted = 'encrypted' in socket && socket.encrypted === true;
  const host = headers['host'] ?? headers[':authority'] ?? 'localhost';
  return `${protocol ?? (isEncrypted ? 'https' : 'http')}://${String(host)}`;
}

/** The price of a page is the same for who asks about it by HEAD or OPTIONS. */
export async function pricedAsGet<Value>(
  raw: NodeRequest,
  priced: () => Promise<Value>,
): Promise<Value> {
  const { method } = raw;
  raw.method = 'GET';
  try {
    return await priced();
  } finally {
    raw.method = method;
  }
}

/** A consent that came, and how the request is as it was before it was read. */
export interface PostedForm {
  readonly consent: string;
  putBack(): void;
}

/**
 * The consent that the page of a 402 has posted, if this is that; then the request becomes one for the page itself.
 * Any other body is put back as it came: who takes it finds it whole.
 */
export async function postedConsent(
  raw: NodeRequest,
  request: GatedRequest,
  cookie: string,
): Promise<PostedForm | undefined> {
  const length = consentBytes(request, cookie);
  if (length === undefined) return undefined;
  const parsed = consentFrom(membersOf(raw.body)['consent']);
  const isRead = raw.readableEnded === true || Object.keys(membersOf(raw.body)).length > 0;
  const form = isRead ? undefined : await firstBytes(raw, length);
  const consent =
    parsed ?? (form === undefined ? undefined : consentOf(new TextDecoder().decode(form)));
  if (consent === undefined) {
    if (form !== undefined) raw.unshift(form);
    return undefined;
  }
  const undo = asGet(raw);
  return {
    consent,
    putBack(): void {
      undo();
      if (form !== undefined) raw.unshift(form);
    },
  };
}

/** Undefined where they do not come. Read up to the end and not beyond, so that they can be put back. */
function firstBytes(raw: NodeRequest, length: number): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(length);
  let count = 0;
  return new Promise((resolve) => {
    const done = (found: Uint8Array | undefined): void => {
      raw.removeListener('readable', readable);
      for (const name of endings) raw.removeListener(name, lost);
      resolve(found);
    };
    const lost = (): void => done(undefined);
    const readable = (): void => {
      for (let chunk = raw.read(); chunk instanceof Uint8Array; chunk = raw.read()) {
        bytes.set(chunk.subarray(0, length - count), count);
        count += Math.min(chunk.length, length - count);
        if (count === length) {
          done(bytes);
          return;
        }
      }
    };
    for (const name of endings) raw.on(name, lost);
    raw.on('readable', readable);
  });
}

const endings = ['end', 'close', 'error', 'aborted'] as const;

/** For the handler it is as if the page had been asked for. */
function asGet(raw: NodeRequest): () => void {
  const { method } = raw;
  const left = ofBody.map((name) => [name, raw.headers[name]] as const);
  raw.method = 'GET';
  for (const name of ofBody) delete raw.headers[name];
  return () => {
    raw.method = method;
    for (const [name, value] of left) if (value !== undefined) raw.headers[name] = value;
  };
}

const ofBody = ['content-type', 'content-length', 'origin'] as const;

/** With several lines of a name as a list. */
export const grouped = (lines: HeaderLines): ReadonlyMap<string, readonly string[]> => {
  const byName = new Map<string, string[]>();
  for (const [name, value] of lines) byName.set(name, [...(byName.get(name) ?? []), value]);
  return byName;
};

/** Takes away what a handler has put on an answer; what was there before it, such as of CORS, comes back. */
export function withoutHandler(response: NodeResponse): () => void {
  const before = response.getHeaderNames().map((name) => [name, response.getHeader(name)] as const);
  return () => {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    for (const [name, value] of before) if (value !== undefined) response.setHeader(name, value);
  };
}

/** Puts on an answer what was settled; the cookies of the handler stay beside ours. */
export function putHeaders(response: NodeResponse, settled: GateSettled): void {
  for (const [name, values] of grouped(settled.headers)) {
    const before = name === 'set-cookie' ? [response.getHeader(name) ?? []].flat() : [];
    response.setHeader(name, one([...before.map(String), ...values]));
  }
  if (settled.outcome === 'refused' || !settled.isPrivate) return;
  for (const name of response.getHeaderNames()) {
    if (isForSharedCaches(name)) response.removeHeader(name);
  }
  response.setHeader('cache-control', privately(String(response.getHeader('cache-control') ?? '')));
}

const one = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] ?? '') : values;
