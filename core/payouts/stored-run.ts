import { type PayoutMethod, payoutMethod } from '../contract/payouts/method-shapes.ts';
import { payingAccount, payoutSettingsBody } from '../contract/payouts/settings-shapes.ts';
import { leftOutWhys, withoutWhys } from '../contract/payouts/shapes.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import { canonicalText } from '../kernel/json.ts';
import { type Nanos, nanosFrom, nanosText } from '../kernel/money.ts';
import { listIn, type StoredObject, storedJsonFrom, storedObjectFrom } from '../kernel/stored.ts';
import { storedAs } from '../kernel/stored-as.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { amountsFrom, amountsText } from './amounts.ts';
import { accountFrom, accountIdOf } from './chain/payout-contract.ts';
import type { PayoutReturn } from './held-back.ts';
import type { MethodChange, MethodFrom, PayeePayout } from './payee-payout.ts';
import { type PayoutSettingsRecord, payoutRails } from './payout-settings.ts';
import { type PayoutItem, type PayoutRun, type RunSum, runStatuses } from './run.ts';

const VERSION = 1;

/** What is kept of a run as JSON text. */
export const runText = ({ sums, contract, ...run }: PayoutRun): string =>
  JSON.stringify({
    version: VERSION,
    ...run,
    ...(contract === undefined ? {} : { contract: accountIdOf(contract) }),
    sums: sums.map(({ amount, fees, ...sum }) => ({
      ...sum,
      amount: nanosText(amount),
      fees: nanosText(fees),
    })),
  });

/** The reverse of `runText`. Throws `InvariantViolation`, as all of these do, for what is none. */
export function runFrom(text: string): PayoutRun {
  const stored = storedObjectFrom(text, 'a run of payouts');
  stored.version(VERSION);
  const leftOut = stored.object('leftOut');
  return {
    tenant: stored.text('tenant'),
    id: stored.text('id'),
    rail: stored.oneOf('rail', payoutRails),
    status: stored.oneOf('status', runStatuses),
    request: stored.text('request'),
    items: stored.text('items'),
    count: stored.integer('count'),
    sums: stored.objects('sums').map(sumFrom),
    leftOut: Object.fromEntries(
      leftOutWhys.flatMap((why) => (leftOut.has(why) ? [[why, leftOut.integer(why)]] : [])),
    ),
    ...(stored.has('from')
      ? { from: storedAs(payingAccount, stored.value('from'), 'an account that pays') }
      : {}),
    ...(stored.has('contract') ? { contract: accountFrom(stored.text('contract')) } : {}),
    ...textsIn(stored),
    madeBy: stored.text('madeBy'),
    madeAt: timestampOf(stored.integer('madeAt')),
    ...(stored.has('approvedAt') ? { approvedAt: timestampOf(stored.integer('approvedAt')) } : {}),
    ...(stored.has('submittedAt')
      ? { submittedAt: timestampOf(stored.integer('submittedAt')) }
      : {}),
    without: stored.objects('without').map((one) => ({
      place: one.integer('place'),
      why: one.oneOf('why', withoutWhys),
    })),
    ...(stored.has('isTold') ? { isTold: true as const } : {}),
    changedAt: timestampOf(stored.integer('changedAt')),
    revision: stored.integer('revision'),
  };
}

const textsIn = (stored: StoredObject) => ({
  ...(stored.has('askedOn') ? { askedOn: stored.text('askedOn') } : {}),
  ...(stored.has('approvedBy') ? { approvedBy: stored.text('approvedBy') } : {}),
  ...(stored.has('payOn') ? { payOn: stored.text('payOn') } : {}),
  ...(stored.has('next') ? { next: stored.text('next') } : {}),
});

const sumFrom = (stored: StoredObject): RunSum => ({
  currency: currencyIn(stored),
  count: stored.integer('count'),
  amount: nanosIn(stored, 'amount'),
  fees: nanosIn(stored, 'fees'),
});

function currencyIn(stored: StoredObject): Currency {
  const currency = currencyFrom(stored.text('currency'));
  invariant(currency !== undefined, 'a payout is in a currency');
  return currency;
}

function nanosIn(stored: StoredObject, name: string): Nanos {
  const amount = nanosFrom(stored.text(name));
  invariant(amount !== undefined, `${name} of a payout is an amount`);
  return amount;
}

const methodIn = (stored: StoredObject, name: string): PayoutMethod =>
  storedAs(payoutMethod, stored.value(name), 'how a payee is paid');

/** What is kept of a page of items as JSON text: the same items are the same text. */
export const itemsText = (items: readonly PayoutItem[]): string =>
  canonicalText(
    items.map(({ amount, fee, ...item }) => ({
      ...item,
      amount: nanosText(amount),
      fee: nanosText(fee),
    })),
  );

/** The reverse of `itemsText`. */
export const itemsFrom = (text: string): readonly PayoutItem[] =>
  listIn(storedJsonFrom(text, 'payouts of a run'), 'payouts of a run').map((value) => {
    const stored = storedObjectFrom(JSON.stringify(value), 'a payout of a run');
    return {
      payee: stored.text('payee'),
      currency: currencyIn(stored),
      amount: nanosIn(stored, 'amount'),
      fee: nanosIn(stored, 'fee'),
      method: methodIn(stored, 'method'),
      version: stored.integer('version'),
      payout: stored.text('payout'),
    };
  });

/** Under which the items of a run are kept: another for any other items. */
export const itemsDigest = (items: readonly PayoutItem[]): string =>
  sha256(itemsText(items)).toString('hex');

/** What is kept of how a payee is paid as JSON text. */
export const payeePayoutText = ({ thresholds, ...payout }: PayeePayout): string =>
  JSON.stringify({ version: VERSION, ...payout, thresholds: amountsText(thresholds) });

/** The reverse of `payeePayoutText`. */
export function payeePayoutFrom(text: string): PayeePayout {
  const stored = storedObjectFrom(text, 'how a payee is paid');
  stored.version(VERSION);
  return {
    tenant: stored.text('tenant'),
    payee: stored.text('payee'),
    current: methodFrom(stored.object('current')),
    ...(stored.has('waiting') ? { waiting: methodFrom(stored.object('waiting')) } : {}),
    thresholds: amountsFrom(
      stored.value('thresholds') as Readonly<Record<string, string>>,
      '/thresholds',
    ),
    ...(stored.has('cameBack') ? { cameBack: cameBackFrom(stored.object('cameBack')) } : {}),
    untold: stored.objects('untold').map(changeFrom),
    revision: stored.integer('revision'),
    puts: stored.integer('puts'),
  };
}

const cameBackFrom = (stored: StoredObject): PayoutReturn => ({
  payout: stored.text('payout'),
  version: stored.integer('version'),
  on: stored.text('on'),
  reason: stored.text('reason'),
  ...(stored.has('isTriedAgain') ? { isTriedAgain: true as const } : {}),
});

const changeFrom = (stored: StoredObject): MethodChange => ({
  payee: stored.text('payee'),
  before: stored.has('before') ? methodIn(stored, 'before') : undefined,
  after: methodIn(stored, 'after'),
  from: timestampOf(stored.integer('from')),
  changedAt: timestampOf(stored.integer('changedAt')),
  version: stored.integer('version'),
});

const methodFrom = (stored: StoredObject): MethodFrom => ({
  payout: methodIn(stored, 'payout'),
  from: timestampOf(stored.integer('from')),
  version: stored.integer('version'),
  changedAt: timestampOf(stored.integer('changedAt')),
});

/** What is kept of the settings of payouts as JSON text. */
export const settingsText = ({ revision, body }: PayoutSettingsRecord): string =>
  JSON.stringify({ version: VERSION, revision, body });

/** The reverse of `settingsText`. */
export function settingsFrom(text: string): PayoutSettingsRecord {
  const stored = storedObjectFrom(text, 'settings of payouts');
  stored.version(VERSION);
  const { revision: _, ...body } = storedAs(
    payoutSettingsBody,
    stored.value('body'),
    'settings of payouts',
  );
  return { revision: stored.integer('revision'), body };
}
