import { keptCustomer, keptPeriods } from '../contract/catalog/customer-shapes.ts';
import { type PlanBody, planBody } from '../contract/catalog/plan-shapes.ts';
import { type SettingsBody, settingsBody } from '../contract/catalog/settings-shapes.ts';
import { currencyFrom } from '../kernel/currency.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import { monthFrom } from '../kernel/month.ts';
import { storedAs } from '../kernel/stored-as.ts';
import { keptTimeZone } from '../kernel/time-zone.ts';
import { type Period, timestampOf } from '../kernel/timestamp.ts';
import type { Customer } from './customer.ts';

/** Throws `InvariantViolation`, as all of these do, for what no version of ours wrote. */
export const storedPlan = (value: unknown): PlanBody => storedAs(planBody, value, 'a plan');

export const storedSettings = (value: unknown): SettingsBody =>
  storedAs(settingsBody, value, 'billing settings');

export function storedCustomer(value: unknown): Customer {
  const { timezone, timezones, tenures, currency, address, contact, since, ...others } = storedAs(
    keptCustomer,
    value,
    'a customer',
  );
  const known = currency === undefined ? undefined : currencyFrom(currency);
  invariant(currency === undefined || known !== undefined, `a customer pays in ${currency}`);
  return definedOnly({
    ...others,
    timezone: keptTimeZone(timezone),
    timezones: timezones?.map(({ timezone: name, from }) => ({
      timezone: keptTimeZone(name),
      from,
    })),
    tenures: tenures?.map(({ subject, from, until }) =>
      definedOnly({
        subject,
        from: from === undefined ? undefined : timestampOf(from),
        until: until === undefined ? undefined : timestampOf(until),
      }),
    ),
    currency: known,
    since: since === undefined ? undefined : monthFrom(since),
    address: address === undefined ? undefined : definedOnly(address),
    contact: contact === undefined ? undefined : definedOnly(contact),
  });
}

export const storedPeriods = (value: unknown): readonly Period[] =>
  storedAs(keptPeriods, value, 'when a subject was taken').map(({ start, end }) => ({
    start: timestampOf(start),
    end: timestampOf(end),
  }));
