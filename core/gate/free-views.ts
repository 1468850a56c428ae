import { createHmac, timingSafeEqual } from 'node:crypto';
import { laterDate } from '../kernel/local-calendar.ts';
import { laterMonth, monthOfDate } from '../kernel/month.ts';
import { rfc3339, type Timestamp, timestampFrom } from '../kernel/timestamp.ts';
import type { OfferSecret } from './offer-secret.ts';

/** So many views are free, of who sends no token. */
interface FreeViews {
  readonly views: number;
  readonly every: 'day' | 'month';
}

const RADIX = 36;
const MAC_BYTES = 16;
const COUNTED = /^fv_([0-9a-z]{1,4})\.(\d{4}-\d{2}(?:-\d{2})?)\.([0-9a-z]{1,4})\.([\w-]{22})$/;
const DATE_LENGTH = 10;
const MONTH_LENGTH = 7;

/** Whose views they are, of what. */
interface FreeOf {
  readonly tenant: string;
  readonly meter: string;
}

interface Counting {
  readonly every: FreeViews['every'];
  readonly now: Timestamp;
}

/** The version of the secret that a count was signed with; undefined of what is no count. */
export function freeVersion(text: string): number | undefined {
  const version = COUNTED.exec(text)?.[1];
  return version === undefined ? undefined : Number.parseInt(version, RADIX);
}

/** How many views were free in this period by a count that we signed; none by any other text. */
export function freeUsed(
  secret: OfferSecret,
  of: FreeOf,
  { text, every, now }: Counting & { readonly text: string },
): number {
  const [, , period = '', count = '', mac = ''] = COUNTED.exec(text) ?? [];
  if (period !== periodAt(every, now)) return 0;
  const expected = macOf(secret, of, text.slice(0, text.lastIndexOf('.')));
  const given = Buffer.from(mac, 'base64url');
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  return isOurs ? Number.parseInt(count, RADIX) : 0;
}

/** A count that is to be sent again with the next request. */
export function freeCounted(
  secret: OfferSecret,
  of: FreeOf,
  { used, every, now }: Counting & { readonly used: number },
): string {
  const head = `fv_${secret.version.toString(RADIX)}.${periodAt(every, now)}.${used.toString(RADIX)}`;
  return `${head}.${macOf(secret, of, head).toString('base64url')}`;
}

/** Seconds until the period is over. */
export function freeSeconds({ every, now }: Counting): number {
  const date = dateAt(now);
  const next = every === 'day' ? laterDate(date, 1) : `${laterMonth(monthOfDate(date))}-01`;
  const end = timestampFrom(`${next}T00:00:00Z`) ?? now;
  return Math.ceil((end - now) / 1_000);
}

const dateAt = (now: Timestamp): string => rfc3339(now).slice(0, DATE_LENGTH);

const periodAt = (every: FreeViews['every'], now: Timestamp): string =>
  every === 'day' ? dateAt(now) : dateAt(now).slice(0, MONTH_LENGTH);

const macOf = (secret: OfferSecret, { tenant, meter }: FreeOf, head: string): Buffer =>
  createHmac('sha256', secret.key('free'))
    .update(JSON.stringify([tenant, meter, head]))
    .digest()
    .subarray(0, MAC_BYTES);
