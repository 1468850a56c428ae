import type { Currency } from '../../core/kernel/currency.ts';
import { currencyFrom } from '../../core/kernel/currency.ts';
import { type Decimal, decimalFrom } from '../../core/kernel/decimal.ts';
import { type Nanos, nanosFrom } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';

/** A quantity as it was sent. @throws Rejection `hold.quantity-invalid` */
export function quantityIn(text: string, param = '/quantity'): Decimal {
  const quantity = decimalFrom(text);
  if (quantity !== undefined && quantity >= 0n) return quantity;
  const detail = `give a quantity of at least 0 and at most 24 digits before the point, got ${text}`;
  throw new Rejection('hold.quantity-invalid', detail, { param });
}

/** An amount as it was sent. @throws Rejection `request.invalid` of one below zero, or of more than 9 places */
export function moneyIn(text: string, param: string): Nanos {
  const amount = nanosFrom(text);
  if (amount !== undefined && amount >= 0n) return amount;
  const detail = `${param}: give an amount of at least 0 with at most 9 places, got ${text}`;
  throw new Rejection('request.invalid', detail, { param });
}

/** @throws Rejection `request.invalid` */
export function currencyIn(text: string, param: string): Currency {
  const currency = currencyFrom(text);
  if (currency !== undefined) return currency;
  const detail = `${param}: give an ISO 4217 code that there is, such as EUR, got ${text}`;
  throw new Rejection('request.invalid', detail, { param });
}
