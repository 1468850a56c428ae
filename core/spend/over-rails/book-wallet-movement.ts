import { documentId } from '../../books/document.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';
import type { TimeZone } from '../../kernel/time-zone.ts';
import { payerPaymentId } from '../../payments/record-payer-payment.ts';
import { goneBack, type RefundMovement } from '../../rails/gone-back.ts';
import type { WalletMovement, WalletMovements } from '../../rails/rail-books.ts';
import { askedUnder } from '../ask.ts';
import type { SpendDecision } from '../decision.ts';
import type { WithdrawalEntry } from '../entry.ts';
import { exposureOf } from '../exposure.ts';
import type { SpendFacts } from '../fit.ts';
import { mostOut, withdraw } from '../grants.ts';
import type { SpendPage } from '../page.ts';
import { byFacts } from '../protocol/facts.ts';
import type { SpendGate } from '../protocol/ports.ts';
import { sellersZone, topUp } from '../protocol/wallets.ts';
import { fitToBooks, putIntoWallet, takeOutOfWallet } from './refund-of-wallet.ts';

/** As grants that nobody says it of are used. */
const PRIORITY = 100;

/** What a rail says of money of wallets, in the books and in the wallet: each movement once, whatever was spent. */
export const walletMovements = (gate: SpendGate): WalletMovements => ({
  async book(moved) {
    switch (moved.movement.kind) {
      case 'payment':
      case 'return':
        return cameIn(gate, moved);
      case 'refund':
      case 'reversal':
        return wentBack(gate, { ...moved, kind: moved.movement.kind });
    }
  },
  takeOut: (refund) => takeOutOfWallet(gate, refund),
  putBack: (refund) => putIntoWallet(gate, refund),
});

async function cameIn(gate: SpendGate, moved: WalletMovement): Promise<void> {
  const { collection, wallet: of, movement, at } = moved;
  const { tenant, rail, currency } = collection;
  const { amount, reference, kind } = movement;
  await topUp(gate, tenant, {
    ...{ payer: of.payer, amount, currency, priority: PRIORITY, endsAt: undefined },
    ...{ rail, reference, at: () => at },
  });
  // What has come again may have gone once more, by the payment that it first came by.
  if (kind !== 'return') return;
  const payment = paymentOf(moved, reference);
  await fitToBooks(gate, tenant, { payer: of.payer, payment });
}

type Gone = WalletMovement & Pick<RefundMovement, 'kind'>;

/**
 * The rail has done it already, whatever was spent of the money. What the wallet still has of it is taken out first,
 * so that nobody spends it; for the rest, the books have what is due again.
 */
async function wentBack(gate: SpendGate, gone: Gone): Promise<void> {
  const { collection, wallet: of, movement, kind } = gone;
  const { tenant, rail } = collection;
  const { reference } = movement;
  const timeZone = await sellersZone(gate, tenant);
  const payment = paymentOf(gone, gone.payment);
  const cause = kind === 'refund' ? [payment, rail, reference] : [payment, reference];
  const id = documentId(kind, cause);
  const { originals } = await gate.books.read(tenant, { cells: [], originals: [id] });
  // What is in the books was taken out of the wallet before.
  if (!originals.has(id)) await goes(gate, gone, timeZone);
  for (const one of [gone.payment, ...gone.returns]) {
    await fitToBooks(gate, tenant, { payer: of.payer, payment: paymentOf(gone, one) });
  }
}

async function goes(gate: SpendGate, gone: Gone, timeZone: TimeZone): Promise<void> {
  const { collection, wallet: of, movement, kind, at } = gone;
  const { rail } = collection;
  const { reference, amount } = movement;
  const { takenOutOf } = gone;
  const taken =
    takenOutOf === undefined
      ? await takeOut(gate, gone)
      : new Map([[paymentOf(gone, takenOutOf), amount]]);
  const back = { kind, moved: gone, payer: of.payer, rail, reference, amount, at, timeZone, taken };
  await goneBack(gate.books, back);
}

const paymentOf = (
  { collection: { rail }, wallet: { payer } }: WalletMovement,
  reference: string,
): string => payerPaymentId({ payer, rail, reference, isOfWallet: true });

/** As much as the wallet has of the payment, and of what of it has come again; answers of which how much. */
async function takeOut(gate: SpendGate, gone: Gone): Promise<ReadonlyMap<string, Nanos>> {
  const { collection, wallet: of, movement, kind, returns } = gone;
  const { tenant } = collection;
  const { payer } = of;
  const payments = [gone.payment, ...returns].map((one) => paymentOf(gone, one));
  return byFacts(gate, { tenant, payer }, async (facts) => {
    const taken = new Map<string, Nanos>();
    const { grants } = await gate.spend.read(tenant, payer);
    let left: bigint = movement.amount;
    for (const { id, document } of grants) {
      if (document === undefined || !payments.includes(document) || left <= 0n) continue;
      const asked = askedUnder(`gone ${movement.reference} ${id}`, ['gone', id]);
      const why = kind === 'refund' ? 'refund' : 'revocation';
      const decision = asMuchAs(nanosOf(left), { of: id, why, asked, facts });
      const { amount } = await gate.spend.decide(tenant, payer, decision);
      taken.set(document, nanosOf((taken.get(document) ?? 0n) + amount));
      left -= amount;
    }
    return taken;
  });
}

/** Takes out of a grant what it has left and nobody holds, up to an amount; nothing where that is nothing. */
function asMuchAs(
  most: Nanos,
  {
    facts,
    ...taking
  }: Pick<WithdrawalEntry, 'of' | 'why'> & {
    readonly asked: ReturnType<typeof askedUnder>;
    readonly facts: SpendFacts;
  },
): SpendDecision<{ readonly amount: Nanos }> {
  const ofAmount = (amount: Nanos) => withdraw({ ...taking, amount, ...facts });
  const { key, repeat } = ofAmount(nanosOf(0n));
  return {
    ...{ key, repeat },
    decide(page: SpendPage) {
      const { state, now } = page;
      const known = state.takenOut.get(taking.asked.key);
      if (known !== undefined) return { amount: known.amount };
      const found = state.grants.find(({ id }) => id === taking.of);
      const out = found === undefined ? 0n : mostOut(found, exposureOf(state, { ...facts, now }));
      const amount = out < most ? out : most;
      return amount > 0n ? ofAmount(nanosOf(amount)).decide(page) : { amount: nanosOf(0n) };
    },
  };
}
