import type { ChainRail } from '../../catalog/chain-rail.ts';
import { nanosOf } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { exposureOf } from '../../spend/exposure.ts';
import { byFacts } from '../../spend/protocol/facts.ts';
import { walletLeft } from '../../spend/wallet-left.ts';
import { type GateHold, heldOnce, type Paying } from '../ask.ts';
import type { GateAsked } from '../asked.ts';
import type { Gate } from '../gate.ts';
import type { SealedOffer } from '../offer.ts';
import type { Sent } from '../sent.ts';
import { refuseOtherPayer, takenOffer } from '../take-offer.ts';
import type { OfferedWay } from '../x402.ts';
import { payerOfAddress } from './book-settlement.ts';
import { chainAsks, chainOffer, chainScheme, refuseLasting, transferOf } from './chain-offer.ts';
import { advance, payOnChain, type SettlingPorts, type Transferred } from './settle.ts';
import { placeOf } from './settlement.ts';

/** After that, nobody is at it any more who was asked for it. */
const LEFT_MS = 30 * millisecondsPer.second;

/** Whether it was paid by a chain, as it says. */
export const isByChain = ({ x402 }: Pick<Sent, 'x402'>): boolean =>
  x402?.accepted.scheme === chainScheme;

/** What a payer has in the wallet for more; nothing where there is none. */
const leftOf = ({ spend, clock }: Gate, tenant: string, payer: PayerKey) =>
  byFacts(spend, { tenant, payer }, async (facts) => {
    const state = await spend.spend.read(tenant, payer);
    return walletLeft(exposureOf(state, { ...facts, now: clock.now() })) ?? nanosOf(0n);
  });

/** Held; or why not, though it was paid: the money is in the wallet of the payer. */
export type HeldByChain =
  | { readonly held: GateHold }
  | { readonly error: Rejection; readonly payer: PayerKey };

/** How an offer can be paid by a chain; undefined where it cannot, or the wallet of the payer has enough. */
export async function offeredByChain(
  gate: Gate,
  tenant: string,
  offer: SealedOffer,
  payer: PayerKey | undefined,
): Promise<OfferedWay | undefined> {
  const rail = gate.settling === undefined ? undefined : await gate.chains.of(tenant);
  if (rail === undefined || rail.currency !== offer.currency) return undefined;
  const left = payer === undefined ? nanosOf(0n) : await leftOf(gate, tenant, payer);
  return chainOffer(rail, offer, left);
}

/**
 * Holds what was paid for by a transfer that its payer has signed. Where the wallet of that payer has enough by now, it
 * is paid from there, and nothing is taken from the chain. Whatever else is taken is in the wallet, held or not.
 * @throws Rejection `offer.refused`, `offer.ended`, `payment.unclear`; as `heldOnce` and `payOnChain` do
 */
export async function heldByChain(
  gate: Gate,
  tenant: string,
  { asked, sent }: { readonly asked: GateAsked; readonly sent: Sent },
): Promise<HeldByChain> {
  const { settling } = gate;
  const rail = await gate.chains.of(tenant);
  if (sent.x402 === undefined || settling === undefined || rail === undefined) throw noChain();
  const offer = await takenOffer(gate, tenant, { asked, sent, text: sent.offer ?? '' });
  const { transfer, money } = transferOf(rail, sent.x402);
  const payer = await payerOfAddress(gate.spend, tenant, transfer.from);
  refuseOtherPayer(tenant, payer, offer);
  const paying: Paying = { asked, sent, offer, token: { payer, id: undefined } };
  const paid: Transferred = { payer, money, currency: rail.currency, transfer, rpc: rail.rpc };
  const place = placeOf(tenant, transfer);
  if ((await settling.settlements.get(place)) === undefined) {
    refuseLasting(rail, offer, transfer);
    await endedBefore(settling, tenant, paid);
    const spared = await heldFromWallet(gate, tenant, { paying, paid, settling });
    if (spared !== undefined) return { held: spared };
    await refuseTooLittle(gate, tenant, { rail, paid, offer });
  }
  const came = await payOnChain(settling, tenant, paid);
  if (came.kind === 'unknown') throw unclear();
  if (came.kind === 'refused') {
    const detail = `pay by the offer that comes with this: the one before was not settled, as ${came.reason}`;
    throw new Rejection('offer.refused', detail);
  }
  const { network, transaction } = came.settlement;
  const settled = transaction === undefined ? undefined : `${network}:${transaction}`;
  try {
    return { held: await heldOnce(gate, tenant, { ...paying, settled }) };
  } catch (error) {
    if (error instanceof Rejection) return { error, payer };
    throw error;
  }
}

const noChain = (): Rejection =>
  new Rejection(
    'offer.refused',
    'pay by the offer that comes with this: this seller is not paid by that chain',
  );

const unclear = (): Rejection =>
  new Rejection(
    'payment.unclear',
    'send the same once more, and sign nothing else: it is not known yet whether the payment was settled',
  );

/**
 * What the same address paid a while ago, and is not known of, is found out first: nobody pays again for what may have
 * come.
 */
async function endedBefore(
  settling: SettlingPorts,
  tenant: string,
  { transfer }: Transferred,
): Promise<void> {
  const now = settling.clock.now();
  for (const mark of await settling.settlements.watchedOf(placeOf(tenant, transfer))) {
    if (now < mark.at + LEFT_MS) continue;
    const known = await settling.settlements.get(mark);
    if (known === undefined || known.state === 'unclear') continue;
    if ((await advance(settling, known, 'again')).kind === 'unknown') throw unclear();
  }
}

/** Where the wallet has enough: that its payer asks, the signature proves. */
async function heldFromWallet(
  gate: Gate,
  tenant: string,
  {
    paying,
    paid,
    settling,
  }: { readonly paying: Paying; readonly paid: Transferred; readonly settling: SettlingPorts },
): Promise<GateHold | undefined> {
  const { payer, transfer } = paid;
  const { grants } = await gate.spend.spend.read(tenant, payer);
  if (!grants.some(({ left }) => left > 0n)) return undefined;
  const verified = await settling.facilitator.verify(transfer, tenant);
  if (verified.kind === 'unknown') throw unclear();
  if (verified.kind === 'invalid') return undefined;
  try {
    const held = await heldOnce(gate, tenant, paying);
    await settling.settlements.put({
      ...{ ...placeOf(tenant, transfer), ...paid, state: 'spared' },
      ...{ transaction: undefined, reason: undefined, settledAt: undefined },
      ...{ begunAt: settling.clock.now(), revision: 1 },
    });
    return held;
  } catch (error) {
    if (error instanceof Rejection && error.code === 'wallet.empty') return undefined;
    throw error;
  }
}

/** @throws Rejection `offer.refused` where what was signed and what is left do not come to what was offered */
async function refuseTooLittle(
  gate: Gate,
  tenant: string,
  {
    rail,
    paid,
    offer,
  }: {
    readonly rail: ChainRail;
    readonly paid: Transferred;
    readonly offer: NonNullable<Paying['offer']>;
  },
): Promise<void> {
  const asks = chainAsks(rail, offer, await leftOf(gate, tenant, paid.payer));
  if (asks === undefined || paid.money >= asks.money) return;
  const detail = `pay by the offer that comes with this: of the one sent, amount is less than ${asks.units}`;
  throw new Rejection('offer.refused', detail);
}
