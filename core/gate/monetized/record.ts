import { sha256 } from '../../kernel/digest.ts';
import { type Nanos, nanosFrom } from '../../kernel/money.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';

/** What a firewall says of one request that it asked money for, in its own words. */
export interface MonetizedRecord {
  /** When it was recorded. */
  readonly at: Timestamp;
  readonly status: string;
  /** Of tokens, with a point: `0.003`. */
  readonly amount: string;
  readonly currency: string | undefined;
  readonly network: string | undefined;
  /** On the chain. */
  readonly transaction: string | undefined;
  /** The firewall's word for the request. */
  readonly request: string | undefined;
  /** Who paid, on the chain. */
  readonly address: string | undefined;
  /** What was asked for. */
  readonly path: string | undefined;
}

/** What a record says that has become of the money. */
export type JudgedRecord =
  | ({ readonly kind: 'money' } & MonetizedMoney)
  /** None has moved, and none will. */
  | { readonly kind: 'none' }
  /** It may still move. */
  | { readonly kind: 'waits' }
  /** A person is to look. */
  | { readonly kind: 'unclear'; readonly detail: string };

/** Money that came by one transaction. */
export interface MonetizedMoney {
  /** One for each transaction of a chain. */
  readonly id: string;
  /** Empty where it is not said. */
  readonly address: string;
  readonly money: Nanos;
  readonly record: MonetizedRecord;
}

/** What is settled so is in this token, which stands for one of our currencies by the tenant's word. */
const TOKEN = 'USDC';
const SHOWN_MAX = 200;

/**
 * What became of the money. `DUPLICATE` says that the same payment has been settled, perhaps by an attempt that nobody
 * has recorded: it is of the same transaction, which counts once.
 */
export function judged(record: MonetizedRecord): JudgedRecord {
  switch (record.status) {
    case 'SETTLED':
      return settled(record);
    case 'DUPLICATE':
      return record.transaction === undefined ? { kind: 'none' } : settled(record);
    case 'PENDING':
      return { kind: 'waits' };
    case 'FAILED':
    case 'SERVICE_ERROR':
    case 'SKIPPED_ORIGIN_ERROR':
      return { kind: 'none' };
    default:
      return unclear(`its status ${shown(record.status)} is not known`);
  }
}

function settled(record: MonetizedRecord): JudgedRecord {
  const { network, transaction, amount, currency = TOKEN, address = '' } = record;
  if (network === undefined || transaction === undefined) {
    return unclear('it is settled, and says no transaction');
  }
  const money = nanosFrom(amount);
  if (currency !== TOKEN || money === undefined || money < 0n) {
    return unclear(`it is of ${shown(amount)} ${shown(currency)}, which cannot be read`);
  }
  if (money === 0n) return { kind: 'none' };
  const id = digestOf([network, inSmall(transaction)]);
  return { kind: 'money', id, money, record, address: inSmall(address) };
}

const unclear = (detail: string): JudgedRecord => ({ kind: 'unclear', detail });
const shown = (text: string): string => JSON.stringify(text.slice(0, SHOWN_MAX));

/** Hexadecimal is the same in capitals; what other chains write is not. */
const inSmall = (text: string): string => (/^0x[0-9a-f]+$/i.test(text) ? text.toLowerCase() : text);

/** What a record is kept by that is for a person to look at. */
export const recordDigest = ({ at, status, request, transaction }: MonetizedRecord): string =>
  digestOf([String(at), status, request ?? '', transaction ?? '']);

const digestOf = (parts: readonly string[]): string =>
  sha256(JSON.stringify(parts)).toString('base64url');
