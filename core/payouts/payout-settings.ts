import {
  type PayoutSettingsBody,
  payoutSettingsBody,
} from '../contract/payouts/settings-shapes.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { canonicalText } from '../kernel/json.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { Nanos } from '../kernel/money.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import { refuseBadAccount, refuseBadName } from '../rails/sepa/creditor.ts';
import { amountsFrom } from './amounts.ts';
import { type PayoutContract, payoutContractFrom } from './chain/payout-contract.ts';

/** Over which a run goes. */
export const payoutRails = ['sepa', 'manual', 'evm'] as const;
export type PayoutRail = (typeof payoutRails)[number];

/** How a tenant pays its payees. */
export interface PayoutSettings {
  /** The account that pays over SEPA; undefined where nobody said. */
  readonly from: PayingAccount | undefined;
  /** In which the bank pays by file. */
  readonly currencies: readonly Currency[];
  readonly thresholds: ReadonlyMap<Currency, Nanos>;
  readonly fees: Readonly<Record<PayoutRail, ReadonlyMap<Currency, Nanos>>>;
  readonly reserveDays: number;
  readonly methodWaitDays: number;
  readonly inTransitDays: number;
  /** What pays on a chain; undefined where nobody said. */
  readonly contract: PayoutContract | undefined;
  /** When a run is prepared by itself; undefined where none is. */
  readonly schedule: { readonly day: number; readonly rail: PayoutRail } | undefined;
}

/** Whose account pays, as banks know it. */
export type PayingAccount = NonNullable<PayoutSettingsBody['from']>;

/** Settings as they were sent. */
export interface PayoutSettingsRecord {
  readonly revision: number;
  readonly body: Omit<PayoutSettingsBody, 'revision'>;
}

/** Where the settings of tenants are kept. */
export interface KeptPayoutSettings {
  /** Strongly consistent. */
  get(tenant: string): Promise<PayoutSettingsRecord | undefined>;
  /** Puts it over the revision before it; over none where it is 1. */
  put(tenant: string, record: PayoutSettingsRecord): Promise<PutOutcome>;
}

const RESERVE_DAYS = 14;
const METHOD_WAIT_DAYS = 7;
const IN_TRANSIT_DAYS = 5;

/**
 * What settings say.
 * @throws Rejection `request.invalid`, `payout.account-invalid`
 */
export function payoutSettingsFrom(body: PayoutSettingsRecord['body']): PayoutSettings {
  const { from, fees = {}, schedule } = body;
  if (from !== undefined) {
    refuseBadAccount(from, accountInvalid);
    refuseBadName(from.name, accountInvalid);
  }
  return {
    ...{ from, schedule },
    contract: body.contract === undefined ? undefined : payoutContractFrom(body.contract),
    currencies: (body.currencies ?? ['EUR']).map(knownCurrency),
    thresholds: amountsFrom(body.thresholds, '/thresholds'),
    fees: {
      sepa: amountsFrom(fees.sepa, '/fees/sepa'),
      manual: amountsFrom(fees.manual, '/fees/manual'),
      evm: amountsFrom(fees.evm, '/fees/evm'),
    },
    reserveDays: body.reserveDays ?? RESERVE_DAYS,
    methodWaitDays: body.methodWaitDays ?? METHOD_WAIT_DAYS,
    inTransitDays: body.inTransitDays ?? IN_TRANSIT_DAYS,
  };
}

const accountInvalid = (detail: string, param: string): Rejection =>
  new Rejection('payout.account-invalid', `/from${param}: ${detail}`, { param: `/from${param}` });

function knownCurrency(code: string): Currency {
  const currency = currencyFrom(code);
  if (currency !== undefined) return currency;
  const param = '/currencies';
  throw new Rejection(
    'request.invalid',
    `${param}: name currencies of ISO 4217 that there are, got ${code}`,
    { param },
  );
}

/** How a tenant pays, with what counts where it has said nothing. */
export async function payoutSettingsOf(
  settings: Pick<KeptPayoutSettings, 'get'>,
  tenant: string,
): Promise<PayoutSettings> {
  return payoutSettingsFrom((await settings.get(tenant))?.body ?? {});
}

const ATTEMPTS_MAX = 10;

const unchecked = async (): Promise<void> => {};

const isAlike = (a: PayoutContract, b: PayoutContract | undefined): boolean =>
  b !== undefined && canonicalText({ ...a }) === canonicalText({ ...b });

/**
 * Says how a tenant pays its payees. `check` refuses a contract that is another than before.
 * @throws Rejection `request.invalid`, `payout.account-invalid`, `payout.changed-meanwhile`, and as `check`
 */
export async function putPayoutSettings(
  settings: KeptPayoutSettings,
  tenant: string,
  sent: unknown,
  check: (contract: PayoutContract) => Promise<void> = unchecked,
): Promise<PayoutSettingsRecord> {
  const { revision: replaces, ...body } = parsed(payoutSettingsBody, sent);
  const { contract } = payoutSettingsFrom(body);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await settings.get(tenant);
    const revision = before?.revision ?? 0;
    if (replaces !== undefined && replaces !== revision) {
      const detail = `look at them again: the settings of payouts are at revision ${revision}, and revision ${replaces} was to be replaced`;
      throw new Rejection('payout.changed-meanwhile', detail, { param: '/revision' });
    }
    const known = payoutSettingsFrom(before?.body ?? {}).contract;
    if (contract !== undefined && !isAlike(contract, known)) await check(contract);
    const record = { revision: revision + 1, body };
    if ((await settings.put(tenant, record)) === 'put') return record;
  }
  throw new Rejection(
    'payout.changed-meanwhile',
    'send the request again: others were changing the settings of payouts at the same time',
  );
}
