import type { CommitmentBody } from '../contract/catalog/commitment-shapes.ts';
import type { CouponBody } from '../contract/catalog/coupon-shapes.ts';
import {
  type CustomerBody,
  customerBody,
  type InvoiceIntervalBody,
} from '../contract/catalog/customer-shapes.ts';
import type { TaxTreatmentBody } from '../contract/catalog/party-shapes.ts';
import type {
  DocumentLanguage,
  Party,
  PostalAddress,
  UblProfile,
} from '../contract/invoices/invoice.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import type { JsonValue } from '../kernel/json.ts';
import type { BillingDayChange, ZoneChange } from '../kernel/local-calendar.ts';
import type { Month } from '../kernel/month.ts';
import { parsed } from '../kernel/parsed.ts';
import { isPrivateSubject } from '../kernel/payer.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, type TimeZone, timeZoneFrom, utc } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { checkedCommitments } from './commitments.ts';
import { checkedCoupons } from './coupons.ts';

/** From a local midnight on, a customer has this plan, or none. */
export interface PlanChange {
  readonly plan: string | null;
  /** `YYYY-MM-DD`, in the customer's time zone. */
  readonly from: string;
}

/**
 * Since when, or until when, a customer pays for a subject: half-open. Without `from`, as far back as usage can come;
 * without `until`, it lists the subject. What is listed and has no tenure here has neither.
 */
export interface Tenure {
  readonly subject: string;
  readonly from?: Timestamp;
  readonly until?: Timestamp;
}

/** Who pays, and for whose usage. */
export interface Customer {
  readonly key: string;
  readonly name: string;
  /** Whose usage it pays for; no other customer has any of them. */
  readonly subjects: readonly string[];
  readonly timezone: TimeZone;
  /** All it has had, ascending, where it was changed; then the last is `timezone`. */
  readonly timezones?: readonly ZoneChange[];
  /** The day on which its months begin; the first where left out. */
  readonly billingDay?: number;
  /** All it has had, ascending, where it was changed; then the last is `billingDay`. */
  readonly billingDays?: readonly BillingDayChange[];
  /** Of subjects that it has not had always, or does not have any more. */
  readonly tenures?: readonly Tenure[];
  readonly email?: string;
  /** Ascending; before the first, and where there is none, it has the tenant's default plan. */
  readonly plan?: readonly PlanChange[];
  /** What is taken off its months, in this order; checked, and as it was sent. */
  readonly coupons?: readonly CouponBody[];
  /** What it commits to over terms of several months, ascending; checked, and as it was sent. */
  readonly commitments?: readonly CommitmentBody[];
  /** How often it is invoiced; every month where left out. */
  readonly invoiceInterval?: InvoiceIntervalBody;
  readonly currency?: Currency;
  readonly address?: PostalAddress;
  readonly taxNumber?: string;
  readonly registrationNumber?: string;
  readonly electronicAddress?: { readonly scheme: string; readonly id: string };
  readonly contact?: NonNullable<Party['contact']>;
  readonly buyerReference?: string;
  readonly purchaseOrder?: string;
  /** Where not as the tenant's settings say. */
  readonly ublProfile?: UblProfile;
  /** By tax code, where not as the tenant's settings say. */
  readonly taxes?: Readonly<Record<string, TaxTreatmentBody>>;
  readonly paymentTermsDays?: number;
  /** As the billing settings say where left out. */
  readonly unappliedMoney?: 'use' | 'keep';
  readonly language?: DocumentLanguage;
  /**
   * The month in which it was put, or an earlier one in which its first plan begins. A month before that
   * costs nothing where nothing was used. Not there for customers that were put before it was kept: always.
   */
  readonly since?: Month;
  /** It is reminded of nothing. */
  readonly holdReminders?: boolean;
  /** It has no subjects any more, and its last plan has ended. */
  readonly archived?: true;
  /** What the tenant wants to find again here. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a caller asks a customer to become. */
export interface CustomerChange {
  readonly customer: Customer;
  /** A plan without days; then the customer has none. */
  readonly barePlan?: string;
  /** `YYYY-MM-DD`, by the customer's calendar from before the change; left out, the day of `now`. */
  readonly from?: string;
  readonly now: Timestamp;
  /** Id of the API key that asks. */
  readonly by?: string;
  /** How many months after its own an event can still come: for so long, whose a subject was is not forgotten. */
  readonly monthsReachedBack?: number;
  /** The revision it replaces, 0 for none; undefined where whatever there is may be replaced. */
  readonly replaces: number | undefined;
}

/**
 * The body of a `PUT /v1/customers/{key}`, checked. It is the whole customer: what is left out is not kept but takes
 * its default, and of subjects that is the customer's own key, so that a tenant whose users pay for themselves lists
 * none.
 * @throws Rejection with a pointer to what is wrong.
 */
export function customerChangeFrom(
  key: string,
  body: JsonValue,
  { from, now, by }: Pick<CustomerChange, 'now' | 'by'> & { readonly from: string | undefined },
): CustomerChange {
  if (from !== undefined) refuseNoDay(from, 'from');
  const sent = parsed(customerBody, body);
  const { name, subjects, timezone, email, metadata, revision } = sent;
  refuseBadSubjects(subjects ?? []);
  return {
    customer: {
      key,
      name,
      subjects: sent.archived === true ? [] : (subjects ?? [key]),
      timezone: timezone === undefined ? utc : timeZoneFrom(timezone, '/timezone'),
      ...definedOnly({ email, ...billingFrom(sent) }),
      metadata: metadata ?? {},
    },
    ...definedOnly({ barePlan: typeof sent.plan === 'string' ? sent.plan : undefined, from, by }),
    now,
    replaces: revision,
  };
}

/** What invoices need to know; whether plans and taxes are right, others say. */
function billingFrom({
  plan,
  billingDay,
  coupons,
  commitments = [],
  invoiceInterval,
  currency,
  address,
  taxNumber,
  registrationNumber,
  electronicAddress,
  contact,
  buyerReference,
  purchaseOrder,
  ublProfile,
  taxes,
  paymentTermsDays,
  unappliedMoney,
  language,
  holdReminders,
  archived,
}: CustomerBody) {
  return {
    // To say that months begin on the first is to say nothing.
    billingDay: billingDay === 1 ? undefined : billingDay,
    plan: typeof plan === 'string' ? undefined : inOrder(plan),
    coupons: coupons === undefined || coupons.length === 0 ? undefined : checkedCoupons(coupons),
    commitments: commitments.length === 0 ? undefined : checkedCommitments(commitments),
    invoiceInterval: invoiceInterval === undefined ? undefined : definedOnly(invoiceInterval),
    currency: currency === undefined ? undefined : knownCurrency(currency),
    address: address === undefined ? undefined : definedOnly(address),
    taxNumber,
    registrationNumber,
    electronicAddress,
    contact: contact === undefined ? undefined : definedOnly(contact),
    buyerReference,
    purchaseOrder,
    ublProfile,
    taxes,
    paymentTermsDays,
    unappliedMoney,
    // To say that it is not held is to say nothing.
    holdReminders: holdReminders === true ? true : undefined,
    language,
    archived,
  };
}

function inOrder(changes: readonly PlanChange[] | undefined): readonly PlanChange[] | undefined {
  for (const [index, { from }] of (changes ?? []).entries()) {
    const param = `/plan/${index}/from`;
    refuseNoDay(from, param);
    const before = changes?.[index - 1]?.from;
    if (before === undefined || before < from) continue;
    const detail = `${param}: list plans by the day each begins, each day once, got ${from} after ${before}`;
    throw new Rejection('request.invalid', detail, { param });
  }
  return changes;
}

function refuseNoDay(day: string, param: string): void {
  if (day.length === DAY_LENGTH && localStart(day, utc) !== undefined) return;
  const detail = `${param}: give a day of the calendar from 1970 on, such as 2026-01-31, got ${day}`;
  throw new Rejection('plan.date-invalid', detail, { param });
}

const DAY_LENGTH = 'YYYY-MM-DD'.length;

function knownCurrency(code: string): Currency {
  const currency = currencyFrom(code);
  if (currency !== undefined) return currency;
  const detail = `/currency: use a currency that ISO 4217 lists and that has a minor unit, such as EUR, got ${code}`;
  throw new Rejection('plan.currency-unknown', detail, { param: '/currency' });
}

function refuseBadSubjects(subjects: readonly string[]): void {
  const seen = new Set<string>();
  for (const [index, subject] of subjects.entries()) {
    const param = `/subjects/${index}`;
    if (isPrivateSubject(subject)) {
      const detail = `${param}: name another subject: one that begins with private-pass: is nobody's, as private tokens are`;
      throw new Rejection('request.invalid', detail, { param });
    }
    if (seen.has(subject)) {
      throw new Rejection('request.invalid', `${param}: list each subject once`, { param });
    }
    seen.add(subject);
  }
}

/** What a request for a customer that does not exist is answered. */
export const customerNotFound = (key: string, param: string): Rejection =>
  new Rejection(
    'customer.not-found',
    `create it with PUT /v1/customers/{key}, or see GET /v1/customers: there is no customer ${JSON.stringify(key.slice(0, 100))}`,
    { param },
  );
