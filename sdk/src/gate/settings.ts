import { checkedTarget, numberOf } from '../checked.ts';
import { type Fetch, platformFetch } from '../fetch.ts';
import type { GateLanguages } from './texts.ts';

/** How payers whose threshold pays are decided in memory: each by so many units that are held at once. */
export interface LeaseSettings {
  /** How many whole units are held of a payer at a time. */
  readonly units: number;
  /**
   * So long after its first request a payer is asked for again: its token, its threshold and its budgets are as they
   * were until then, at most.
   * @default 60000
   */
  readonly ageMs?: number;
  /**
   * What nobody has taken of for so long is given back.
   * @default 15000
   */
  readonly idleMs?: number;
  /**
   * How many leases there are at once; who is one too many is asked for each time.
   * @default 1000
   */
  readonly leasesMax?: number;
}

/** Where a gate asks, and how it answers. */
export interface GateSettings {
  /** Where Farthing is, as `https://…`, without `/v1`. */
  readonly url: string;
  /** A key with the scope `spend:write`. */
  readonly apiKey: string;
  /**
   * What the site is called outside, as `https://news.example`. Needed behind a proxy.
   * @default - as each request names it
   */
  readonly origin?: string;
  /** Where a payer adds money: told with each refusal. */
  readonly topUpUrl?: string;
  /** Where a reader sees what it has and paid, such as `/me`: a link of the page of a 402. */
  readonly accountUrl?: string;
  /**
   * The cookie in which the site keeps the token of a payer.
   * @default 'farthing-token'
   */
  readonly cookie?: string;
  /**
   * What becomes of a request while Farthing cannot be reached: answered 503, or served for nothing.
   * @default 'refuse'
   */
  readonly whenUnavailable?: 'refuse' | 'serve';
  /**
   * Whether an answer of 4xx is charged as well.
   * @default false
   */
  readonly chargesFaults?: boolean;
  /**
   * Whether OPTIONS of what has a price goes to the handler, as where that answers the preflights of browsers. It must
   * not answer it with the page. Otherwise the gate answers it.
   * @default false
   */
  readonly passesOptions?: boolean;
  /**
   * Seconds that a handler takes at most until its answer begins; what is held ends then.
   * @default 60
   */
  readonly expiresIn?: number;
  /**
   * How long it is asked, with all retries.
   * @default 5000
   */
  readonly timeoutMs?: number;
  /**
   * How many requests it asks for at once; who is one too many is answered as while Farthing cannot be reached.
   * @default 1000
   */
  readonly openMax?: number;
  /** @default - each request is asked for */
  readonly lease?: LeaseSettings;
  /** Texts of the page of a 402, by language: those there are, others in their place, and more languages. */
  readonly texts?: GateLanguages;
  /** Is told of what could not be asked, captured or given back. */
  readonly onFailure?: (error: unknown) => void;
  /** @default - that of the platform */
  readonly fetch?: Fetch;
}

/** Settings with all defaults. */
export interface WholeGateSettings {
  readonly target: { readonly url: string; readonly apiKey: string };
  readonly fetch: Fetch;
  readonly origin: string | undefined;
  readonly topUpUrl: string | undefined;
  readonly accountUrl: string | undefined;
  readonly cookie: string;
  readonly whenUnavailable: 'refuse' | 'serve';
  readonly chargesFaults: boolean;
  readonly passesOptions: boolean;
  readonly expiresIn: number;
  readonly timeoutMs: number;
  readonly openMax: number;
  readonly lease: Required<LeaseSettings> | undefined;
  readonly texts: GateLanguages;
  readonly onFailure: (error: unknown) => void;
}

/** Throws where a setting cannot be meant. */
export function wholeGateSettings(settings: GateSettings): WholeGateSettings {
  const number = numberOf(settings);
  const { lease, whenUnavailable = 'refuse', onFailure } = settings;
  if (!['refuse', 'serve'].includes(whenUnavailable)) {
    throw new TypeError(`give whenUnavailable as refuse or serve, got ${String(whenUnavailable)}`);
  }
  return {
    target: checkedTarget(settings),
    fetch: settings.fetch ?? platformFetch,
    origin: originFrom(settings.origin),
    topUpUrl: settings.topUpUrl,
    accountUrl: settings.accountUrl,
    cookie: cookieName(settings.cookie ?? 'farthing-token'),
    whenUnavailable,
    chargesFaults: settings.chargesFaults ?? false,
    passesOptions: settings.passesOptions ?? false,
    expiresIn: number('expiresIn', 60, { max: 900 }),
    timeoutMs: number('timeoutMs', 5_000, { max: 60_000 }),
    openMax: number('openMax', 1_000, { max: 100_000 }),
    lease: lease === undefined ? undefined : wholeLease(lease),
    texts: settings.texts ?? {},
    onFailure: (error) => told(onFailure, error),
  };
}

/** Above it, what is held may end while it is still taken of. */
const AGE_MAX = 780_000;

function wholeLease(lease: LeaseSettings): Required<LeaseSettings> {
  const number = numberOf(lease);
  const units = number('units', Number.NaN, { max: 1_000_000 });
  if (!Number.isSafeInteger(units))
    throw new RangeError(`give units as a whole number, got ${units}`);
  return {
    units,
    ageMs: number('ageMs', 60_000, { max: AGE_MAX }),
    idleMs: number('idleMs', 15_000, { max: AGE_MAX }),
    leasesMax: number('leasesMax', 1_000, { max: 100_000 }),
  };
}

/** What it throws harms no answer. */
function told(onFailure: GateSettings['onFailure'], error: unknown): void {
  try {
    if (onFailure !== undefined) onFailure(error);
    else console.warn(`farthing: ${error instanceof Error ? error.message : String(error)}`);
  } catch {
    console.warn('farthing: onFailure failed');
  }
}

function originFrom(origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) {
    return url.origin;
  }
  throw new TypeError(`give origin as https://… without a path, got ${origin}`);
}

function cookieName(name: string): string {
  if (/^[\w-]{1,64}$/.test(name)) return name;
  throw new TypeError(`give cookie in letters, digits, - and _, got ${name}`);
}
