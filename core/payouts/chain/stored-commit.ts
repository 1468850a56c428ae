import type { GivenInAll } from '../../evm/call-data.ts';
import { currencyFrom } from '../../kernel/currency.ts';
import { invariant } from '../../kernel/invariant.ts';
import { packedText, unpackedText } from '../../kernel/packed.ts';
import {
  listIn,
  type StoredObject,
  storedJsonFrom,
  storedObjectFrom,
  textsIn,
} from '../../kernel/stored.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import { commitStatuses, type LogAnchor, type PayoutCommit } from './commit.ts';
import { accountFrom, accountIdOf } from './payout-contract.ts';

const VERSION = 1;
/** Addresses are as good as random: more effort finds nothing. */
const QUALITY = 5;
/** Of a page of leaves. */
const BYTES_MAX = 4 * 1024 * 1024;

/** What is kept of a commit as JSON text. */
export const commitText = ({ contract, total, totalBefore, ...commit }: PayoutCommit): string =>
  JSON.stringify({
    version: VERSION,
    ...commit,
    contract: accountIdOf(contract),
    ...{ total: String(total), totalBefore: String(totalBefore) },
  });

/** The reverse of `commitText`. Throws `InvariantViolation`, as all of these do, for what is none. */
export function commitFrom(text: string): PayoutCommit {
  const stored = storedObjectFrom(text, 'a commit of payouts');
  stored.version(VERSION);
  const currency = currencyFrom(stored.text('currency'));
  invariant(currency !== undefined, 'a commit of payouts is in a currency');
  return {
    tenant: stored.text('tenant'),
    epoch: stored.integer('epoch'),
    contract: accountFrom(stored.text('contract')),
    token: stored.text('token'),
    decimals: stored.integer('decimals'),
    currency,
    root: stored.text('root'),
    total: unitsFrom(stored.text('total')),
    totalBefore: unitsFrom(stored.text('totalBefore')),
    accounts: stored.integer('accounts'),
    runs: stored.texts('runs'),
    payouts: stored.integer('payouts'),
    status: stored.oneOf('status', commitStatuses),
    madeBy: stored.text('madeBy'),
    madeAt: timestampOf(stored.integer('madeAt')),
    ...(stored.has('committedAt')
      ? { committedAt: timestampOf(stored.integer('committedAt')) }
      : {}),
    ...(stored.has('anchor') ? { anchor: anchorIn(stored.object('anchor')) } : {}),
    revision: stored.integer('revision'),
  };
}

const anchorIn = (stored: StoredObject): LogAnchor => ({
  ...{ log: stored.text('log'), day: stored.text('day'), digest: stored.text('digest') },
});

function unitsFrom(text: string): bigint {
  invariant(/^\d{1,39}$/.test(text), `units of a token are a whole number, got ${text}`);
  return BigInt(text);
}

/** What is kept of a page of leaves. */
export const leavesBytes = (leaves: readonly GivenInAll[]): Uint8Array =>
  packedText(JSON.stringify(leaves.map(({ account, units }) => [account, String(units)])), QUALITY);

/** The reverse of `leavesBytes`. */
export const leavesFrom = (bytes: Uint8Array): readonly GivenInAll[] =>
  listIn(
    storedJsonFrom(unpackedText(bytes, BYTES_MAX), 'leaves of a commit'),
    'leaves of a commit',
  ).map((value) => {
    const [account, units] = textsIn(value, 'a leaf of a commit');
    invariant(account !== undefined && units !== undefined, 'a leaf has an account, and units');
    return { account, units: unitsFrom(units) };
  });
