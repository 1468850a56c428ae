import type { SettingsBody } from '../contract/catalog/settings-shapes.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosFrom } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';

/** One reminder of an invoice, so many days after it was due. */
export interface ReminderStep {
  readonly afterDays: number;
  readonly text?: string;
}

/** When payers are reminded of what is due. */
export interface ReminderPolicy {
  /** Ascending; the level of a step is its place, from 1. */
  readonly steps: readonly ReminderStep[];
  /** In the seller's time zone; undefined where somebody asks for each run. */
  readonly atHour: number | undefined;
  /** Below it nobody is reminded; of a currency that is not here, of anything. */
  readonly minimumDue: ReadonlyMap<Currency, Nanos>;
}

/** What settings say of reminders. @throws Rejection `request.invalid` */
export function reminderPolicyFrom({
  steps,
  atHour,
  minimumDue = {},
}: NonNullable<SettingsBody['reminders']>): ReminderPolicy {
  for (const [index, { afterDays }] of steps.entries()) {
    const before = steps[index - 1]?.afterDays ?? 0;
    if (afterDays > before) continue;
    const param = `/reminders/steps/${index}/afterDays`;
    throw invalid(param, `give more days than the step before has, ${before}, got ${afterDays}`);
  }
  return {
    steps: steps.map(({ afterDays, text }) => ({
      afterDays,
      ...(text === undefined ? {} : { text }),
    })),
    atHour,
    minimumDue: new Map(Object.entries(minimumDue).map(minimumFrom)),
  };
}

function minimumFrom([code, text]: readonly [string, string]): readonly [Currency, Nanos] {
  const currency = currencyFrom(code);
  if (currency === undefined) {
    const param = `/reminders/minimumDue/${code}`;
    throw invalid(param, `use a currency that ISO 4217 lists, got ${code}`);
  }
  const amount = nanosFrom(text);
  invariant(amount !== undefined, 'the shape of settings lets only amounts of 9 places through');
  return [currency, amount];
}

const invalid = (param: string, detail: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${detail}`, { param });
