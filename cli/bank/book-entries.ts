import { type JsonObject, textAt } from '../http/json.ts';
import { AnswerFailure } from '../http/problem.ts';
import { post } from '../invoices/record-on.ts';
import type { Session } from '../session.ts';
import type { ChosenEntry } from './chosen-entries.ts';

/** What came of booking entries, by their places. */
export interface BookedEntries {
  readonly booked: readonly {
    readonly place: number;
    readonly id: string;
    readonly isNew: boolean;
  }[];
  readonly problems: readonly { readonly place: number; readonly detail: string }[];
}

/** Books one after another, as they are in the file; one that is refused does not stop the others. */
export async function bookEntries(
  session: Session,
  chosen: readonly ChosenEntry[],
): Promise<BookedEntries> {
  const booked: { place: number; id: string; isNew: boolean }[] = [];
  const problems: { place: number; detail: string }[] = [];
  for (const { place, payment, reversal } of chosen) {
    const asked = reversal === undefined ? paymentAsked(payment) : reversalAsked(reversal);
    try {
      const answer = await post(session, asked.path, asked.body);
      booked.push({ place, id: textAt(answer, 'id') ?? '', isNew: answer['isNew'] !== false });
    } catch (error) {
      if (!(error instanceof AnswerFailure)) throw error;
      problems.push({ place, detail: error.message });
    }
  }
  return { booked, problems };
}

interface Asked {
  readonly path: string;
  readonly body: JsonObject;
}

const paymentAsked = (payment: JsonObject = {}): Asked => ({ path: '/v1/payments', body: payment });

function reversalAsked({ payment, ...body }: JsonObject): Asked {
  return { path: `/v1/payments/${encodeURIComponent(String(payment))}/reversals`, body };
}
