import { type SettingsBody, settingsBody } from '../contract/catalog/settings-shapes.ts';
import type { DocumentLanguage, Party, UblProfile } from '../contract/invoices/invoice.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosFrom, nanosOf } from '../kernel/money.ts';
import { type Month, monthOfDate } from '../kernel/month.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, timeZoneFrom, utc } from '../kernel/time-zone.ts';
import { millisecondsPer } from '../kernel/timestamp.ts';
import { type ChainRail, chainRailFrom } from './chain-rail.ts';
import { checkParty } from './check-party.ts';
import { exchangeRatesFrom } from './exchange-rates.ts';
import type { InvoicingPolicy } from './invoicing-policy.ts';
import { checkedPaymentLink } from './payment-link.ts';
import type { BillingSettings } from './ports.ts';
import { type ReminderPolicy, reminderPolicyFrom } from './reminder-policy.ts';
import { checkedSeries, defaultSeries } from './series-formats.ts';
import { outsideTaxScope, standardTaxCode, type TaxTreatment } from './tax-treatment.ts';
import { taxesFrom } from './taxes-from.ts';
import { type WithholdingPolicy, withholdingPolicyFrom } from './withholding-policy.ts';

/** Of every month, of none, or of the first month that the tenant closes at all. */
export type Approval = 'always' | 'never' | 'first-month';

/** Used by the next invoice, or kept until somebody says what it is for. */
type UnappliedMoney = NonNullable<SettingsBody['unappliedMoney']>;

/** Until when, and how often, a payer has back what a view cost. */
export interface ViewRefundPolicy {
  readonly withinMinutes: number;
  /** Of one payer, by its own days. */
  readonly perDay: number;
}

/** How much payers may put into their wallets over rails; amounts are in the currency of the payer's plan. */
export interface TopUpPolicy {
  readonly least: Nanos;
  readonly most: Nanos;
  /** Whether payers are paid back by themselves what they have not spent. */
  readonly refundable: boolean;
  /** So many of one wallet are begun within a day. */
  readonly perDay: number | undefined;
}

/** How a tenant is billed. */
export interface TenantBilling {
  readonly policy: InvoicingPolicy;
  /** Whose drafts a person approves before they are issued. */
  readonly approval: Approval;
  /** The plan of whoever has none of its own: then every subject that nobody pays for is a customer by itself. */
  readonly defaultPlan: DefaultPlan | undefined;
  /** From the end of a period, in the customer's zone, until it is closed. */
  readonly graceMilliseconds: number;
  readonly paymentTermsDays: number;
  /** Whether the next invoice of a payer uses what it has paid before, where the customer says nothing else. */
  readonly unappliedMoney: UnappliedMoney;
  /** Whether what was bought for wallets is earned once it has ended. */
  readonly breakage: NonNullable<SettingsBody['breakage']>;
  /** Of documents, where the customer says nothing else; undefined where the tenant says nothing either. */
  readonly language: DocumentLanguage | undefined;
  /** Of customers that say nothing else. */
  readonly ublProfile: UblProfile;
  /** Undefined where nobody is reminded. */
  readonly reminders: ReminderPolicy | undefined;
  /** Undefined where no view is given back. */
  readonly viewRefunds: ViewRefundPolicy | undefined;
  /** Undefined where no payer tops up by itself. */
  readonly topUps: TopUpPolicy | undefined;
  /** Undefined where nobody pays by a chain. */
  readonly chain: ChainRail | undefined;
  /** When payees are told of a month by itself; undefined where that is asked for. */
  readonly statementsAfterDays: number | undefined;
  /** Of what payees earn, by country. */
  readonly withholding: WithholdingPolicy;
  /** By tax code, where the customer says nothing else. */
  readonly taxes: ReadonlyMap<string, TaxTreatment>;
}

/** A plan, and the day, `YYYY-MM-DD`, from which it counts; undefined where it always has. */
export interface DefaultPlan {
  readonly plan: string;
  readonly from: string | undefined;
}

/** Whether subjects that nobody pays for are billed by themselves in a month. */
export const canSubjectsPayIn = (
  { defaultPlan }: Pick<TenantBilling, 'defaultPlan'>,
  month: Month,
): boolean =>
  defaultPlan !== undefined &&
  (defaultPlan.from === undefined || monthOfDate(defaultPlan.from) <= month);

const DEFAULTS = {
  graceHours: 24,
  paymentTermsDays: 14,
  timesLast: 10n,
  floorNanos: 1_000_000_000n,
};

/**
 * The body of a `PUT /v1/billing-settings`, checked: what it means can be asked of `tenantBillingFrom`.
 * @throws Rejection with a pointer to what is wrong.
 */
export function settingsFrom(body: unknown, before?: SettingsBody): SettingsBody {
  const settings = parsed(settingsBody, body);
  checkParty(tenantBillingFrom(settings).policy.seller, '/seller', before?.seller);
  return settings;
}

/**
 * What settings mean, with the default of each that is left out.
 * @throws Rejection `time-zone.unknown`, `invoice.series-invalid`, `invoice.tax-invalid`
 */
export function tenantBillingFrom(settings: SettingsBody): TenantBilling {
  const { seller, series, taxes } = settings;
  refuseNoDay(settings.defaultPlanFrom);
  return {
    policy: {
      seller: sellerFrom(seller),
      timeZone:
        settings.timezone === undefined ? utc : timeZoneFrom(settings.timezone, '/timezone'),
      series: series === undefined ? defaultSeries : checkedSeries(series),
      notes: settings.notes ?? [],
      ...looksFrom(settings),
      ...(settings.exchangeRates === undefined
        ? {}
        : { exchangeRates: exchangeRatesFrom(settings.exchangeRates) }),
      ...paymentFrom(settings),
      zeroAmount: settings.zeroAmount ?? 'close',
      bounds: boundsFrom(settings.bounds),
    },
    approval: approvalFrom(settings.approval),
    defaultPlan:
      settings.defaultPlan === undefined
        ? undefined
        : { plan: settings.defaultPlan, from: settings.defaultPlanFrom },
    graceMilliseconds: (settings.graceHours ?? DEFAULTS.graceHours) * millisecondsPer.hour,
    paymentTermsDays: settings.paymentTermsDays ?? DEFAULTS.paymentTermsDays,
    ...paidBeforeFrom(settings),
    language: settings.language,
    ublProfile: settings.ublProfile ?? 'en16931',
    reminders:
      settings.reminders === undefined ? undefined : reminderPolicyFrom(settings.reminders),
    viewRefunds: settings.viewRefunds,
    topUps: topUpsFrom(settings),
    chain: chainOf(settings),
    statementsAfterDays: settings.payeeStatements?.afterDays,
    withholding: withholdingPolicyFrom(settings.withholding ?? {}),
    taxes: taxes === undefined ? new Map([[standardTaxCode, outsideTaxScope]]) : taxesFrom(taxes),
  };
}

/** @throws Rejection `request.invalid` */
function topUpsFrom({ topUps }: SettingsBody): TopUpPolicy | undefined {
  if (topUps === undefined) return undefined;
  const [least, most] = [nanosFrom(topUps.least), nanosFrom(topUps.most)];
  if (least !== undefined && most !== undefined && least > 0n && least <= most) {
    return { least, most, perDay: topUps.perDay, refundable: topUps.refundable === true };
  }
  const detail = `/topUps: give a least amount above 0 and a most that is no less, of at most 9 places, got ${topUps.least} and ${topUps.most}`;
  throw new Rejection('request.invalid', detail, { param: '/topUps' });
}

const chainOf = ({ chain }: SettingsBody): ChainRail | undefined =>
  chain === undefined ? undefined : chainRailFrom(chain);

/** What becomes of money that was paid before. */
const paidBeforeFrom = ({
  unappliedMoney = 'use',
  breakage = 'never',
}: SettingsBody): Pick<TenantBilling, 'unappliedMoney' | 'breakage'> => ({
  unappliedMoney,
  breakage,
});

/** What documents look like. */
const looksFrom = ({
  csvSeparator,
  logo,
}: SettingsBody): Pick<InvoicingPolicy, 'csvSeparator' | 'logo'> =>
  definedOnly({ csvSeparator: csvSeparator === 'semicolon' ? csvSeparator : undefined, logo });

/** How an invoice is paid. */
const paymentFrom = ({
  paymentInstructions,
  paymentLink,
}: SettingsBody): Pick<InvoicingPolicy, 'paymentInstructions' | 'paymentLink'> =>
  definedOnly({
    paymentInstructions,
    paymentLink: paymentLink === undefined ? undefined : checkedPaymentLink(paymentLink),
  });

function refuseNoDay(day: string | undefined): void {
  if (day === undefined || localStart(day, utc) !== undefined) return;
  const param = '/defaultPlanFrom';
  const detail = `${param}: give a day of the calendar from 1970 on, got ${day}`;
  throw new Rejection('plan.date-invalid', detail, { param });
}

/** How a tenant is billed. @throws Rejection `billing-settings.not-found` */
export async function tenantBillingOf(
  settings: BillingSettings,
  tenant: string,
): Promise<TenantBilling> {
  const record = await settings.get(tenant);
  if (record !== undefined) return tenantBillingFrom(record.body);
  throw settingsNotFound();
}

/** What a request that needs billing settings is answered where there are none. */
export const settingsNotFound = (): Rejection =>
  new Rejection(
    'billing-settings.not-found',
    'say first who sells, with PUT /v1/billing-settings: nobody is billed before that',
  );

function approvalFrom(approval: SettingsBody['approval']): Approval {
  if (approval === undefined) return 'first-month';
  return approval ? 'always' : 'never';
}

const sellerFrom = ({ address, contact, bankAccount, ...seller }: SettingsBody['seller']): Party =>
  definedOnly({
    ...seller,
    address: address === undefined ? undefined : definedOnly(address),
    contact: contact === undefined ? undefined : definedOnly(contact),
    bankAccount: bankAccount === undefined ? undefined : definedOnly(bankAccount),
  });

function boundsFrom(bounds: SettingsBody['bounds']): InvoicingPolicy['bounds'] {
  if (bounds === null) return undefined;
  if (bounds === undefined) {
    return { timesLast: DEFAULTS.timesLast, floor: nanosOf(DEFAULTS.floorNanos) };
  }
  const floor = nanosFrom(bounds.floor);
  invariant(floor !== undefined, 'the shape of settings lets only amounts of 9 places through');
  return { timesLast: BigInt(bounds.timesLast), floor };
}
