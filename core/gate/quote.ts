import { meterOf } from '../catalog/define-meter.ts';
import type { PayerKey } from '../kernel/payer.ts';
import { Rejection } from '../kernel/rejection.ts';
import { mostNow } from '../spend/offered.ts';
import { anybody } from '../spend/protocol/anybody.ts';
import { byFacts } from '../spend/protocol/facts.ts';
import { SpendState } from '../spend/state.ts';
import { boundTo, type GateAsked } from './asked.ts';
import type { Gate } from './gate.ts';
import { newOffer, type SealedOffer } from './offer.ts';
import { gatedUse } from './use.ts';

/** What nobody can be told a price for: no default plan, or none that prices this. */
const unpriced: ReadonlySet<string> = new Set([
  'customer.not-found',
  'customer.unpriced',
  'hold.meter-not-gated',
]);

/**
 * What a payer is asked for: the most that it comes to for it, or, of nobody known, by the default plan. Undefined
 * where that says no price.
 * @throws Rejection `meter.not-found`; as what reads terms, and `gatedUse`, do
 */
export async function newQuote(
  gate: Gate,
  tenant: string,
  asked: GateAsked,
  payer: PayerKey | undefined,
): Promise<SealedOffer | undefined> {
  const quoted = await quoteOrWhy(gate, tenant, asked, payer);
  return quoted instanceof Rejection ? undefined : quoted;
}

/** The same, or why there is no price for anybody. @throws Rejection as `newQuote` does */
export async function quoteOrWhy(
  gate: Gate,
  tenant: string,
  asked: GateAsked,
  payer: PayerKey | undefined,
): Promise<SealedOffer | Rejection> {
  const { spend, clock, secrets } = gate;
  const quoted = payer ?? anybody;
  try {
    return await byFacts(spend, { tenant, payer: quoted }, async ({ terms }) => {
      const use = gatedUse(terms, asked);
      const state = payer === undefined ? new SpendState() : await spend.spend.read(tenant, payer);
      const now = clock.now();
      const atMost = mostNow({ state, now }, { use, terms });
      const of = { tenant, bound: boundTo(asked) };
      const { currency } = terms;
      return newOffer(secrets, of, { atMost, currency, payer, now, random: spend.random });
    });
  } catch (error) {
    const isUnpriced = error instanceof Rejection && unpriced.has(error.code);
    if (payer !== undefined || !isUnpriced) throw error;
    // Without a price a wrong meter would look as if only the payer were missing.
    await meterOf(spend.catalogs, tenant, { key: asked.meter, param: '/meter' });
    return error;
  }
}
