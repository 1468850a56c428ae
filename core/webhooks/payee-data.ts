import type { PayeeStatementDocument, PayoutDocument } from '../books/payee-document.ts';
import type { JsonObject } from '../kernel/json.ts';
import { currencyText, nanosOf, nanosText } from '../kernel/money.ts';

/** As much of a payee's statement. */
export function payeeStatementData(statement: PayeeStatementDocument): JsonObject {
  const { id, payee, currency, n, period, day, number = null, closing } = statement;
  return { id, number, payee, ordinal: n, period, currency, day, closing: nanosText(closing) };
}

/** As much of a payout: whose it is and what banks call it, and nothing of an account. */
export function payoutData(payout: PayoutDocument): JsonObject {
  const { id, payee, currency, amount, fee = nanosOf(0n), run, rail, reference, day } = payout;
  return {
    ...{ id, payee, run, rail, reference, currency, day },
    amount: currencyText(amount, currency),
    fee: currencyText(fee, currency),
  };
}
