import type { Backoff } from './backoff.ts';

/** Where Farthing is, and with which key it is asked. */
interface Target {
  readonly url: string;
  readonly apiKey: string;
}

/** What may stand in a header, as a key is issued: ASCII that can be seen. */
const keyPattern = /^[!-~]+$/;

/** Without slashes at the end of the URL. Throws where either cannot be meant, and never says a secret again. */
export function checkedTarget({ url, apiKey }: Target): Target {
  if (typeof apiKey !== 'string' || !keyPattern.test(apiKey)) {
    const got = typeof apiKey === 'string' ? `one of ${apiKey.length} characters` : typeof apiKey;
    const detail = 'give the key as apiKey, as it was issued: without spaces and ends of lines';
    throw new TypeError(`${detail}, got ${got}, which is not shown`);
  }
  const { protocol, username, password, search, hash } = parsed(url);
  if (username + password !== '') {
    throw new TypeError('give url without a name and a password, which are not shown: use apiKey');
  }
  if (!/^https?:$/.test(protocol) || search + hash !== '') throw noUrl(url);
  return { url: url.replace(/\/+$/, ''), apiKey };
}

function parsed(url: string): URL {
  if (!URL.canParse(url)) throw noUrl(url);
  return new URL(url);
}

/** What stands before an `@`, or in a query, may be a secret. */
const noUrl = (url: string): TypeError => {
  const got = String(url)
    .replace(/^.*@/s, '…@')
    .replace(/(?<=[?#]).+/s, '…');
  return new TypeError(`give the URL of Farthing as url, as https://… without a query, got ${got}`);
};

/** What a stranger said, without the key that it may repeat. */
export const withoutKey = (text: string, { apiKey }: Target): string =>
  apiKey.length < 8 ? text : text.replaceAll(apiKey, '…');

/** A number of `settings`, or what stands for it. Throws where it is outside its range. */
export const numberOf =
  <Settings extends object>(settings: Settings) =>
  (
    name: keyof Settings & string,
    otherwise: number,
    { max, min = 1 }: { max: number; min?: number },
  ): number => {
    const value: unknown = settings[name] ?? otherwise;
    if (typeof value === 'number' && value >= min && value <= max) return value;
    throw new RangeError(`give ${name} from ${min} to ${max}, got ${String(value)}`);
  };

const waitMax = { max: 3_600_000 };

export function checkedBackoff(backoff: Backoff): Backoff {
  const number = numberOf(backoff);
  return {
    baseMs: number('baseMs', 250, waitMax),
    waitMaxMs: number('waitMaxMs', 30_000, waitMax),
  };
}
