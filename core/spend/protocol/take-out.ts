import { documentId } from '../../books/document.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit, nanosText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { paymentInBooks } from '../../payments/payment-in-books.ts';
import { refundPayment, refuseRefund } from '../../payments/refund-payment.ts';
import { refuseToldOtherwise } from '../../payments/refusals.ts';
import { askedUnder } from '../ask.ts';
import type { SpendDecision } from '../decision.ts';
import type { GrantEntry, WithdrawalEntry } from '../entry.ts';
import { exposureOf } from '../exposure.ts';
import type { SpendFacts } from '../fit.ts';
import { mostOut, putGrant, refuseOtherPlan, withdraw } from '../grants.ts';
import type { SpendPage } from '../page.ts';
import { askedOnce } from './budgets.ts';
import { byFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';
import { type MoneyMoved, refuseNothing, sellersZone } from './wallets.ts';

/** What is to be taken out of a grant. */
export interface WithdrawalRequest {
  readonly payer: PayerKey;
  readonly grant: string;
  /** All that can be taken where left out. */
  readonly amount: Nanos | undefined;
}

/** What was paid back: the refund's id in the books. */
interface MoneyRefunded {
  readonly id: string;
  readonly amount: Nanos;
  readonly payment: string;
}

/**
 * Takes bought money out of a wallet, then records the refund of its payment. Told again, it is answered as it was.
 *
 * Why a refusal leaves the money in the wallet: all that the books would refuse is looked at in the decision that takes
 * it out. Where they refuse it still, as the payment was used in between, what was taken out is put back.
 * @throws Rejection as `withdraw`, `refundPayment` and what reads terms do
 */
export const refundMoney = (
  gate: SpendGate,
  tenant: string,
  { rail, reference, at, ...taken }: WithdrawalRequest & MoneyMoved,
): Promise<MoneyRefunded> =>
  byFacts(gate, { tenant, payer: taken.payer }, async (facts) => {
    const { payer, grant, amount } = taken;
    if (amount !== undefined) refuseNothing(amount);
    const { payment, entry } = await boughtMoney(gate, tenant, taken);
    const timeZone = await sellersZone(gate, tenant);
    const refundedAt = at(timeZone) ?? gate.clock.now();
    const request = { payment, rail, reference, timeZone, refundedAt, isOfWallet: true } as const;
    const refund = documentId('refund', [payment, rail, reference]);
    const page = await gate.books.read(tenant, { cells: [], originals: [payment, refund] });
    const before = page.originals.get(refund);
    // What was paid back was taken out before, however long ago.
    if (before?.kind === 'refund') {
      refuseToldOtherwise({ reference, amount }, before);
      return { id: refund, amount: before.amount, payment };
    }
    const found = paymentInBooks(page, payment);
    const asked = askedUnder(await refundKey(gate, tenant, { payer, payment, refund }), [
      ...['refund', grant, wishOf(taken)],
    ]);
    const decision = takenOut({
      ...{ ...taken, why: 'refund', asked, facts, unapplied: found.unapplied },
      refuse: (one) => refuseRefund(page, found, { ...request, amount: one }),
    });
    const out = await gate.spend.decide(tenant, payer, decision);
    const again = { payer, refund, out, facts };
    try {
      await refundPayment(gate.books, tenant, { ...request, amount: out.amount });
    } catch (error) {
      if (error instanceof Rejection) {
        await putBack(gate, tenant, { payer, entry, out });
        await takeOutAgain(gate, tenant, again);
      }
      throw error;
    }
    await takeOutAgain(gate, tenant, again);
    return { id: refund, amount: out.amount, payment };
  });

/**
 * Two that tell of one refund at once have one withdrawal. The books may refuse it to the one, which puts it back, and
 * take it from the other. Both look at the log and the books after what they did: so whoever is last sees both, and
 * what was put back is taken out again, once.
 */
async function takeOutAgain(
  { spend, books }: SpendGate,
  tenant: string,
  {
    payer,
    refund,
    out,
    facts,
  }: {
    readonly payer: PayerKey;
    readonly refund: string;
    readonly out: { readonly id: string; readonly amount: Nanos };
    readonly facts: SpendFacts;
  },
): Promise<void> {
  const put = await spend.findUnder(tenant, payer, askedUnder(putBackKey(out), []).key);
  if (put === undefined) return;
  const { originals } = await books.read(tenant, { cells: [], originals: [refund] });
  if (!originals.has(refund)) return;
  const asked = askedUnder(`take out again ${out.id}`, ['refund', put.id]);
  const { amount } = out;
  await spend.decide(
    tenant,
    payer,
    withdraw({ of: put.id, amount, why: 'refund', asked, ...facts }),
  );
}

const putBackKey = ({ id }: { readonly id: string }): string => `put back ${id}`;

/** What is put back is a grant of the same payment: told again after it, the money is taken out anew. */
async function refundKey(
  { spend }: SpendGate,
  tenant: string,
  {
    payer,
    payment,
    refund,
  }: { readonly payer: PayerKey; readonly payment: string; readonly refund: string },
): Promise<string> {
  const { grants } = await spend.read(tenant, payer);
  const ofPayment = grants.filter(
    ({ document, pass }) => document === payment && pass === undefined,
  ).length;
  return ofPayment > 1 ? `refund ${refund} ${ofPayment}` : `refund ${refund}`;
}

/** Puts what was taken out into the wallet again, once: the books have no refund of it. */
async function putBack(
  { spend }: SpendGate,
  tenant: string,
  {
    payer,
    entry,
    out,
  }: {
    readonly payer: PayerKey;
    readonly entry: BoughtMoney['entry'];
    readonly out: { readonly id: string; readonly amount: Nanos };
  },
): Promise<void> {
  const { grant, currency, priority, endsAt, document } = entry;
  const { id, amount } = out;
  const again = {
    ...{ grant, currency, priority, amount },
    ...(endsAt === undefined ? {} : { endsAt }),
    ...(document === undefined ? {} : { document }),
  };
  const asked = askedUnder(putBackKey(out), ['put back', id, nanosText(amount)]);
  await spend.decide(tenant, payer, putGrant({ grant: again, asked, isBooked: true }));
}

/** Takes money out of a wallet that is not paid back. @throws Rejection as `withdraw` and what reads terms do */
export const revokeMoney = (
  gate: SpendGate,
  tenant: string,
  { key, ...taken }: WithdrawalRequest & { readonly key: string | undefined },
): Promise<{ readonly id: string; readonly amount: Nanos }> =>
  byFacts(gate, { tenant, payer: taken.payer }, async (facts) => {
    const { payer, grant } = taken;
    if (taken.amount !== undefined) refuseNothing(taken.amount);
    const asked = askedOnce(gate.random, { key, token: undefined }, [
      'revocation',
      grant,
      wishOf(taken),
    ]);
    const { id, amount } = await gate.spend.decide(
      tenant,
      payer,
      takenOut({ ...taken, why: 'revocation', asked, facts }),
    );
    return { id, amount };
  });

const wishOf = ({ amount }: Pick<WithdrawalRequest, 'amount'>): string =>
  amount === undefined ? 'all' : nanosText(amount);

interface TakingOut extends WithdrawalRequest, Pick<WithdrawalEntry, 'why'> {
  readonly asked: ReturnType<typeof askedUnder>;
  readonly facts: SpendFacts;
  /** Of a refund: what of its payment no invoice has used. */
  readonly unapplied?: Nanos;
  /** Looks at the amount before it is taken out. What was taken out before is not asked for again. */
  readonly refuse?: (amount: Nanos) => void;
}

/** Takes what is asked for, or all that can be taken when it is decided. */
export function takenOut(
  taking: TakingOut,
): SpendDecision<{ readonly id: string; readonly amount: Nanos }> {
  const { grant: of, amount, why, asked, facts, refuse } = taking;
  const ofAmount = (one: Nanos) => withdraw({ of, amount: one, why, asked, ...facts });
  const { key, repeat } = ofAmount(nanosOf(0n));
  return {
    ...{ key, repeat },
    decide: (page: SpendPage) => {
      // Asked for again after its key was forgotten: whoever took it out died before the books had it.
      const before = page.state.takenOut.get(asked.key);
      if (before !== undefined) {
        refuseToldOtherwise({ reference: of, amount }, before);
        return { id: before.id, amount: before.amount };
      }
      const one = amount ?? allOf(page, taking);
      refuse?.(one);
      return ofAmount(one).decide(page);
    },
  };
}

/**
 * All that is left of a grant and free in the wallet; of what is to be paid back, no more than no invoice has used, in
 * whole minor units.
 */
export function allOf(
  { state, now }: Pick<SpendPage, 'state' | 'now'>,
  { grant, facts, unapplied }: Pick<TakingOut, 'grant' | 'facts' | 'unapplied'>,
): Nanos {
  refuseOtherPlan(state, facts.terms.currency);
  const found = state.grants.find(({ id }) => id === grant);
  const out = found === undefined ? 0n : mostOut(found, exposureOf(state, { ...facts, now }));
  const bounds = [out, ...(unapplied === undefined ? [] : [unapplied])];
  const most = bounds.reduce((least, one) => (one < least ? one : least));
  const unit = unapplied === undefined ? 1n : nanosPerMinorUnit(facts.terms.currency);
  const whole = most > 0n ? most - (most % unit) : 0n;
  if (whole > 0n) return nanosOf(whole);
  const detail =
    unapplied === undefined || unapplied >= unit
      ? 'nothing is left of it that can be taken out'
      : 'nothing of its payment is left in the books: invoices have used it';
  throw new Rejection('wallet.too-little', detail);
}

interface BoughtMoney {
  readonly payment: string;
  readonly entry: Pick<GrantEntry, 'grant' | 'currency' | 'priority' | 'endsAt' | 'document'>;
}

/** Money that a pass has not used: no entry of its own put it there. */
async function moneyOfPass(
  spend: SpendGate['spend'],
  tenant: string,
  { payer, grant: id }: Pick<WithdrawalRequest, 'payer' | 'grant'>,
): Promise<BoughtMoney | undefined> {
  const { grants, currency } = await spend.read(tenant, payer);
  const found = grants.find((one) => one.id === id && one.pass !== undefined);
  if (found?.document === undefined || currency === undefined) return undefined;
  const { kind: grant, priority, document, endsAt } = found;
  const entry = { grant, currency, priority, document };
  return {
    payment: document,
    entry: { ...entry, ...(endsAt === undefined ? {} : { endsAt }) },
  };
}

/** What was bought, and the payment it was bought with. @throws Rejection `grant.not-found` */
export async function boughtMoney(
  { spend }: SpendGate,
  tenant: string,
  { payer, grant }: WithdrawalRequest,
): Promise<BoughtMoney> {
  const found = await spend.find(tenant, grant);
  const entry = found?.payer === payer ? found.entry : undefined;
  if (entry?.kind === 'grant' && entry.document !== undefined) {
    return { payment: entry.document, entry };
  }
  const ofPass = await moneyOfPass(spend, tenant, { payer, grant });
  if (ofPass !== undefined) return ofPass;
  const detail = 'name what was bought: see GET /v1/payers/{payer}/wallet; else use revocations';
  throw new Rejection('grant.not-found', detail, { param: '/grant' });
}
