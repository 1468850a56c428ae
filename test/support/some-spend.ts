import { settlingWith } from '../../core/gate/chain/book-settlement.ts';
import { gateOf } from '../../core/gate/gate.ts';
import { queueSink } from '../../core/metering/intake/event-sink.ts';
import type { ReceiptSigner } from '../../core/receipts/ports.ts';
import type { SpendNotice } from '../../core/spend/notices.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { spendGate } from '../../core/spend/protocol/spend-gate.ts';
import { tokenEntries } from '../../core/spend/token-entries.ts';
import { InMemoryChain } from '../fakes/chain.ts';
import { inMemoryFlow } from '../fakes/flow.ts';
import { inMemoryOfferSecrets } from '../fakes/offer-secrets.ts';
import { inMemoryPasses } from '../fakes/passes.ts';
import { inMemoryPrivateKeys, inMemoryPrivatePasses } from '../fakes/private-passes.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { inMemorySettlements } from '../fakes/settlements.ts';
import { inMemoryShares } from '../fakes/shares.ts';
import { InMemoryActivePayers } from '../fakes/spend-log.ts';
import type { SomeBilling } from './some-billing.ts';

/** What spend is served with, in memory, beside what is billed, and what a person was told. */
export function someSpend({ rating, rollups, clock, spendLog: log, giving }: SomeBilling) {
  const notices: SpendNotice[] = [];
  const low: (readonly [tenant: string, payer: string])[] = [];
  const active = new InMemoryActivePayers();
  const shares = inMemoryShares();
  const queue = inMemoryQueue();
  let made = 0;
  const sources = {
    ...{ log, active, giving, clock, passes: inMemoryPasses(), shares },
    rating: { ...rating, rollups },
    pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
    events: queueSink(queue, { clock, ...inMemoryFlow() }),
    random: {
      bytes: (count: number) => {
        made += 1;
        return Buffer.alloc(count, made);
      },
    },
    onLow: (tenant: string, payer: string) => {
      low.push([tenant, payer]);
    },
    onNotice: (notice: SpendNotice) => {
      notices.push(notice);
    },
  };
  const another = (): SpendGate => spendGate(sources);
  const secrets = inMemoryOfferSecrets();
  const chain = new InMemoryChain(clock.now);
  const settlements = inMemorySettlements();
  const privately = { passes: inMemoryPrivatePasses(), keys: inMemoryPrivateKeys() };
  const { pause } = sources;
  const settling = (spend: SpendGate) =>
    settlingWith({ facilitator: chain, chain, settlements, clock, pause }, spend);
  const gateWith = (spend: SpendGate, signer?: ReceiptSigner) =>
    gateOf({
      ...{ spend, secrets, signer, privately },
      ...{ tokens: tokenEntries(log), settling: settling(spend) },
    });
  const protocol = another();
  const gate = gateWith(protocol);
  return {
    log,
    active,
    shares,
    queue,
    notices,
    another,
    protocol,
    gate,
    gateWith,
    secrets,
    chain,
    privately,
    settlements,
    settling,
    /** Wallets that were told to be low. */
    lowOf: () => low,
  };
}
