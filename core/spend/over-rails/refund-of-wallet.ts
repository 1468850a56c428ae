import { definedOnly } from '../../kernel/defined-only.ts';
import { nanosOf, nanosText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { paymentInBooks, readPayment } from '../../payments/payment-in-books.ts';
import { type Collection, collectionId, type WalletRefund } from '../../rails/collection.ts';
import type { WithdrawalOutcome } from '../../rails/rail-books.ts';
import { askedUnder } from '../ask.ts';
import { askedOnce } from '../protocol/budgets.ts';
import { byFacts } from '../protocol/facts.ts';
import type { SpendGate } from '../protocol/ports.ts';
import { boughtMoney, takenOut } from '../protocol/take-out.ts';
import type { SpendState } from '../state.ts';

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

/**
 * Puts it into the wallet again, once, where it was taken out: as much as the books still have of its payment. A bank
 * may have taken that meanwhile, from what was left in the wallet.
 */
export async function putIntoWallet(gate: SpendGate, refund: Refund): Promise<void> {
  const { tenant, currency } = refund;
  const { payer, grant } = refund.refund;
  const { takenOut: taken } = await gate.spend.read(tenant, payer);
  const out = taken.get(askedFor(refund).key);
  if (out === undefined) return;
  const { entry, payment } = await boughtMoney(gate, tenant, { payer, grant, amount: undefined });
  const { unapplied } = await readPayment(gate.books, tenant, payment);
  const asked = askedUnder(`put back ${out.id}`, ['put back', out.id]);
  const { priority, endsAt } = entry;
  await gate.spend.decide(tenant, payer, {
    key: asked.key,
    decide(page) {
      const room = unapplied - leftOf(page.state, payment);
      const amount = room < out.amount ? room : out.amount;
      if (amount <= 0n) return;
      const money = { amount: nanosOf(amount), currency, priority, ...definedOnly({ endsAt }) };
      page.add({ kind: 'grant', grant: 'bought', ...money, document: payment, ...asked });
    },
    repeat: () => undefined,
  });
  await fitToBooks(gate, tenant, { payer, payment });
}

const leftOf = ({ grants }: Pick<SpendState, 'grants'>, payment: string): bigint =>
  grants.reduce((sum, one) => (one.document === payment ? sum + one.left : sum), 0n);

/**
 * Takes out of a wallet what it has more of a payment than the books do. Whoever puts money in and whoever has booked
 * that it is gone both look at it after what they did: so the last of them sees both.
 */
export async function fitToBooks(
  { books, spend, random }: SpendGate,
  tenant: string,
  { payer, payment }: { readonly payer: PayerKey; readonly payment: string },
): Promise<void> {
  const page = await books.read(tenant, { cells: [], originals: [payment] });
  if (!page.originals.has(payment)) return;
  const { unapplied } = paymentInBooks(page, payment);
  const decideOnce = (): Promise<bigint> => {
    const asked = askedOnce(random, { key: undefined, token: undefined }, ['fit', payment]);
    return spend.decide(tenant, payer, {
      key: asked.key,
      decide(page) {
        const { state } = page;
        const over = leftOf(state, payment) - unapplied;
        const grant = state.grants.find(({ document, left }) => document === payment && left > 0n);
        if (over <= 0n || grant === undefined) return 0n;
        const amount = nanosOf(over < grant.left ? over : grant.left);
        page.add({ kind: 'withdrawal', of: grant.id, amount, why: 'revocation', ...asked });
        return over - amount;
      },
      repeat: () => 0n,
    });
  };
  while ((await decideOnce()) > 0n);
}
