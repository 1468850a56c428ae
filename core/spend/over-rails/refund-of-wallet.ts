import { nanosText } from '../../kernel/money.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { type Collection, collectionId, type WalletRefund } from '../../rails/collection.ts';
import type { WithdrawalOutcome } from '../../rails/rail-books.ts';
import { askedUnder } from '../ask.ts';
import { byFacts } from '../protocol/facts.ts';
import type { SpendGate } from '../protocol/ports.ts';
import { boughtMoney, putBack, takenOut } from '../protocol/take-out.ts';

type Refund = Collection & { readonly refund: WalletRefund };

/** Under what it is taken out: once, however often the rail is asked. */
const askedFor = (refund: Refund) =>
  askedUnder(`pay back ${collectionId(refund)}`, [refund.refund.grant, nanosText(refund.amount)]);

/** Takes out of a wallet what is to go back over a rail, once. */
export async function takeOutOfWallet(gate: SpendGate, refund: Refund): Promise<WithdrawalOutcome> {
  const { tenant, amount } = refund;
  const { payer, grant } = refund.refund;
  try {
    await byFacts(gate, { tenant, payer }, async (facts) => {
      const taking = { payer, grant, amount, why: 'refund', facts } as const;
      await gate.spend.decide(tenant, payer, takenOut({ ...taking, asked: askedFor(refund) }));
    });
    return { kind: 'taken' };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return { kind: 'refused', detail: error.message };
  }
}

/** Puts it into the wallet again, once, where it was taken out. */
export async function putIntoWallet(gate: SpendGate, refund: Refund): Promise<void> {
  const { tenant } = refund;
  const { payer, grant } = refund.refund;
  const { takenOut: taken } = await gate.spend.read(tenant, payer);
  const out = taken.get(askedFor(refund).key);
  if (out === undefined) return;
  const { entry } = await boughtMoney(gate, tenant, { payer, grant, amount: undefined });
  await putBack(gate, tenant, { payer, entry, out });
}
