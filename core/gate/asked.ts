import type { Decimal } from '../kernel/decimal.ts';
import { decimalText } from '../kernel/decimal.ts';
import type { JsonObject } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';

/** What came with a request that may pay for it, as it came. */
export interface SentPayment {
  readonly authorization?: string | undefined;
  readonly paymentSignature?: string | undefined;
  readonly token?: string | undefined;
  readonly consent?: string | undefined;
  readonly freeViews?: string | undefined;
}

/** What was asked for. */
export interface GateResource {
  readonly url: string;
  readonly description?: string | undefined;
  readonly mimeType?: string | undefined;
}

/** A request that came in to a server, as the server tells of it. */
export interface GateAsked {
  readonly resource: GateResource;
  readonly meter: string;
  readonly quantity: Decimal;
  readonly subject: string | undefined;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly data: JsonObject | undefined;
  readonly payment: SentPayment;
  /** How long serving takes at most. */
  readonly lastsMs: number;
  readonly isOnce: boolean;
  readonly free: { readonly views: number; readonly every: 'day' | 'month' } | undefined;
  readonly topUpUrl: string | undefined;
  /** Of what is paid without an offer. */
  readonly key: string | undefined;
}

/** As names in DNS, or an address of IPv6: URLs take quotes and commas too, which mean something in headers. */
const HOST = /^(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])$/;

/**
 * An address that an offer can be for.
 * @throws Rejection `request.invalid`
 */
export function refuseAddress(url: string, param: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isHttp = parsed?.protocol === 'https:' || parsed?.protocol === 'http:';
  if (parsed !== undefined && isHttp && parsed.hash === '' && !url.includes('#')) {
    const isPlain = parsed.username === '' && parsed.password === '' && HOST.test(parsed.hostname);
    if (isPlain) return parsed;
  }
  throw new Rejection(
    'request.invalid',
    `${param}: give an absolute http or https address, without a fragment, a user or a password`,
    { param },
  );
}

/** The address without its query: what events and statements name. */
export function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** What an offer is for, beside its own terms: whoever asks for something else has another. */
export const boundTo = ({ resource, meter, quantity, dimensions }: GateAsked): string =>
  JSON.stringify([
    resource.url,
    meter,
    decimalText(quantity),
    Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
