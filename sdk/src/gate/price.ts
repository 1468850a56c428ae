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
  /** What it is called for people and programs: 256 characters at most. */
  readonly description?: string;
  readonly mimeType?: string;
}

/** What requests are charged as: all the same, or each by what it asks for. Undefined: it is not charged. */
export type GatePricing<Asked> =
  | GatePrice
  | ((asked: Asked) => GatePrice | undefined | Promise<GatePrice | undefined>);

export const priceOf = async <Asked>(
  pricing: GatePricing<Asked>,
  asked: Asked,
): Promise<GatePrice | undefined> => (typeof pricing === 'function' ? pricing(asked) : pricing);

/** What asks what there is, and not for it. */
export const isCharged = (method: string): boolean => method !== 'HEAD' && method !== 'OPTIONS';
