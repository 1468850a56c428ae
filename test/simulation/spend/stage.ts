import { decimalFromInteger, decimalOf } from '../../../core/kernel/decimal.ts';
import { localCalendar } from '../../../core/kernel/local-calendar.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { monthOfDate } from '../../../core/kernel/month.ts';
import { payerOf } from '../../../core/kernel/payer.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import type { Timestamp } from '../../../core/kernel/timestamp.ts';
import { wholeMonth } from '../../../core/pricing/share.ts';
import { type DomainTerms, domainKey, type SpendTerms } from '../../../core/spend/domain.ts';
import type { UngatedUsage } from '../../../core/spend/ungated-usage.ts';
import { isWithin } from '../../../core/spend/window.ts';
import { decimal } from '../../fixtures/invoicing.ts';
import { chargeFrom } from '../../property/pricing-charges.ts';
import { grossOf, type SimulatedPrice } from './prices.ts';

export const tenant = 'acme';
export const calendar = localCalendar(utc);

/** Usage that came another way, and when it is counted. */
interface Ungated {
  readonly day: string;
  readonly units: bigint;
  readonly countedAt: Timestamp;
}

/** Somebody who spends, at one price for one meter. */
export class SimulatedPayer {
  readonly key: string;
  readonly price: SimulatedPrice;
  readonly taxPercent: bigint;
  readonly terms: SpendTerms;
  readonly ungated: Ungated[] = [];
  hasWallet = false;

  constructor(key: string, price: SimulatedPrice, taxPercent: bigint) {
    this.key = key;
    this.price = price;
    this.taxPercent = taxPercent;
    this.terms = termsOf(this);
  }

  /** Whose usage events say it is. */
  get subject(): string {
    const payer = payerOf(this.key);
    return 'subject' in payer ? payer.subject : payer.customer;
  }

  gross(units: bigint): bigint {
    return grossOf(this.price, this.taxPercent, units);
  }

  /** Units used another way that are counted by then, over some days. */
  ungatedUnits(now: Timestamp, isWanted: (day: string) => boolean): bigint {
    return this.ungated
      .filter(({ day, countedAt }) => countedAt <= now && isWanted(day))
      .reduce((sum, { units }) => sum + units, 0n);
  }

  ungatedAt(now: Timestamp): UngatedUsage {
    return {
      asOf: now,
      quantityOf: (domain) => {
        const month = domain.slice(2, 2 + 'YYYY-MM'.length);
        return decimalFromInteger(this.ungatedUnits(now, (day) => day.startsWith(month)));
      },
      usedIn: (window) => {
        const units = this.ungatedUnits(now, (day) => isWithin(window, day));
        return { quantity: decimalFromInteger(units), gross: nanosOf(this.gross(units)) };
      },
      usedInOpenMonths: () => {
        const units = this.ungatedUnits(now, () => true);
        return { quantity: decimalFromInteger(units), gross: nanosOf(this.gross(units)) };
      },
      // Only who pays by the unit has any: it costs the same behind anything.
      behind: () => this.ungatedAt(now),
    };
  }
}

function termsOf({ key: payer, price, taxPercent }: SimulatedPayer): SpendTerms {
  const charge = chargeFrom(price.wire);
  const domain = (key: string): DomainTerms => ({
    ...{ key, charge, share: wholeMonth, taxRate: decimal(taxPercent.toString()) },
  });
  return {
    ...{ payer, currency: 'EUR', calendar, domain },
    chargeFor: (at, meter) => {
      const month = monthOfDate(calendar.dayAt(at));
      const start = calendar.dayStart(`${month}-01`);
      return domain(domainKey({ month, plan: 'plan', charge: meter, start }));
    },
  };
}

const UNITS = 10n ** 12n;
export const unitsOf = (quantity: bigint): bigint => quantity / UNITS;
export const quantityOf = (units: bigint) => decimalOf(units * UNITS);
