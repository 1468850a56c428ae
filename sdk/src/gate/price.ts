import { comparablePath } from './address.ts';

/** What a request is charged as. What it costs is for the plan of who pays. */
export interface GatePrice {
  readonly meter: string;
  /**
   * Decimal text.
   * @default '1'
   */
  readonly quantity?: string;
  /** Whose usage it is. Left out where payers pay for one subject alone. */
  readonly subject?: string;
  /** The fields by which the meter keeps usage apart. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** What else the event says: 4 KB at most. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** So many are free for who sends no token, counted in a signed cookie. */
  readonly free?: { readonly views: number; readonly every: 'day' | 'month' };
  /** Who paid for the resource pays nothing for it again on that day. */
  readonly once?: boolean;
  /**
   * What is paid for: an absolute URL of 1,024 characters at most.
   * @default - the address that was asked for, with its query
   */
  readonly resource?: string;
  /** What it is called for people and programs: what is beyond 256 bytes of UTF-8 is cut off. */
  readonly description?: string;
  readonly mimeType?: string;
}

/**
 * What requests are charged as: all the same, or each by what it asks for. Undefined: it is not charged. `path` is the
 * path to compare, as routers read it: `/articles/1` also where `//%61rticles/1?a` or a whole address was asked for.
 */
export type GatePricing<Asked> =
  | GatePrice
  | ((asked: Asked, path: string) => GatePrice | undefined | Promise<GatePrice | undefined>);

export const priceOf = async <Asked>(
  pricing: GatePricing<Asked>,
  asked: Asked,
  url: string,
): Promise<GatePrice | undefined> =>
  typeof pricing === 'function' ? pricing(asked, comparablePath(url)) : pricing;

const DESCRIPTION_BYTES_MAX = 256;

/** As much of it as is taken, up to a whole character, on one line. */
export function fittingText(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ');
  const { read } = new TextEncoder().encodeInto(line, new Uint8Array(DESCRIPTION_BYTES_MAX));
  return line.slice(0, read);
}
