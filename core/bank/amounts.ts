import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { type Nanos, nanosFrom, nanosPerMinorUnit } from '../kernel/money.ts';
import { bankStatementInvalid } from './invalid.ts';

/** A code that a bank wrote, as a currency. @throws Rejection `bank-statement.invalid` */
export function bankCurrency(code: string | undefined, line: number): Currency {
  const currency = currencyFrom((code ?? '').trim().toUpperCase());
  if (currency !== undefined) return currency;
  const got = code === undefined ? 'none' : JSON.stringify(code.slice(0, 20));
  throw bankStatementInvalid(`the amount has no currency of ISO 4217, got ${got}`, { line });
}

/**
 * A decimal text without signs as an amount of whole minor units.
 * @throws Rejection `bank-statement.invalid`
 */
export function bankAmount(text: string, currency: Currency, line: number): Nanos {
  const amount = /^\d{1,18}(?:\.\d+)?$/.test(text) ? nanosFrom(text) : undefined;
  if (amount !== undefined && amount % nanosPerMinorUnit(currency) === 0n) return amount;
  const got = JSON.stringify(text.slice(0, 40));
  throw bankStatementInvalid(`the amount cannot be paid in ${currency}: got ${got}`, {
    line,
  });
}
