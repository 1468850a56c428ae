import { type JsonObject, textAt } from '../http/json.ts';
import { AnswerFailure } from '../http/problem.ts';
import { post } from '../invoices/record-on.ts';
import type { Session } from '../session.ts';
import type { ChosenEntry } from './chosen-entries.ts';

/** An entry that is booked by now, and whose it is. */
interface BookedEntry {
  readonly place: number;
  readonly id: string;
  readonly customer: string;
  readonly isNew: boolean;
}

/** What came of booking entries, by their places. */
export interface BookedEntries {
  readonly booked: readonly BookedEntry[];
  readonly problems: readonly { readonly place: number; readonly detail: string }[];
}

/** Books one after another, as they are in the file; one that is refused does not stop the others. */
export async function bookEntries(
  session: Session,
  chosen: readonly ChosenEntry[],
): Promise<BookedEntries> {
  const booked: BookedEntry[] = [];
  const problems: { place: number; detail: string }[] = [];
  for (const one of chosen) {
    const { place } = one;
    const asked = askedFor(one);
    try {
      const answer = await post(session, asked.path, asked.body);
      const customer = textAt(answer['payment'], 'customer') ?? asked.payer ?? '';
      const isNew = answer['isNew'] !== false;
      booked.push({
        place,
        id: textAt(answer, 'id') ?? textAt(asked.body, 'of') ?? '',
        customer,
        isNew,
      });
    } catch (error) {
      if (!(error instanceof AnswerFailure)) throw error;
      problems.push({ place, detail: error.message });
    }
  }
  return { booked, problems };
}

interface Asked {
  readonly path: string;
  /** Where the answer does not say whose it is. */
  readonly payer?: string;
  readonly body: JsonObject;
}

function askedFor({ topUp, payment, reversal, outcome, payouts }: ChosenEntry): Asked {
  if (topUp !== undefined) return topUpAsked(topUp);
  if (outcome !== undefined) return { path: '/v1/rails/sepa/outcomes', body: outcome };
  if (payouts !== undefined) return { path: '/v1/payouts/outcomes', body: payouts };
  return reversal === undefined ? paymentAsked(payment) : reversalAsked(reversal);
}

function topUpAsked({ payer: of, ...body }: JsonObject): Asked {
  const payer = String(of);
  return { path: `/v1/payers/${encodeURIComponent(payer)}/wallet/top-ups`, body, payer };
}

const paymentAsked = (payment: JsonObject = {}): Asked => ({ path: '/v1/payments', body: payment });

function reversalAsked({ payment, ...body }: JsonObject): Asked {
  return { path: `/v1/payments/${encodeURIComponent(String(payment))}/reversals`, body };
}
