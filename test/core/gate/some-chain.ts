import type { ChainRail } from '../../../core/catalog/chain-rail.ts';
import type { SettlingPorts, Transferred } from '../../../core/gate/chain/settle.ts';
import { payOnChain } from '../../../core/gate/chain/settle.ts';
import { referenceOf } from '../../../core/gate/chain/settlement.ts';
import { sweepSettlements } from '../../../core/gate/chain/sweep-settlements.ts';
import type { SignedTransfer } from '../../../core/gate/chain/transfer.ts';
import { payerKeyOf } from '../../../core/kernel/payer.ts';
import { type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import type { SpendNotice } from '../../../core/spend/notices.ts';
import { InMemoryChain, signatureOf } from '../../fakes/chain.ts';
import { inMemorySettlements } from '../../fakes/settlements.ts';
import { nanos } from '../../fixtures/invoicing.ts';

export const noon = timestampOf(Date.UTC(2026, 10, 29, 12));
export const reader = `0x${'a1'.repeat(20)}`;

export const aChainRail = (fields: Partial<ChainRail> = {}): ChainRail => ({
  ...{ facilitator: 'https://facilitator.example', network: 'eip155:31337' },
  ...{ asset: `0x${'cc'.repeat(20)}`, payTo: `0x${'b2'.repeat(20)}`, name: 'DemoUSD' },
  ...{ version: '2', decimals: 6, currency: 'USD', timeoutSeconds: 60, least: nanos('0') },
  rpc: 'https://node.example',
  ...fields,
});

let nonces = 0;

/** A payer's word, signed as the chain in memory checks it. */
export function aTransfer(fields: Partial<SignedTransfer> = {}): SignedTransfer {
  nonces += 1;
  const unsigned = {
    ...{ rail: aChainRail(), from: reader, units: 20_000n, validAfter: 0n, extra: {} },
    validBefore: BigInt(noon / 1_000 + 60),
    nonce: `0x${String(nonces).padStart(64, '0')}`,
    signature: '0x',
    ...fields,
  };
  return { ...unsigned, signature: signatureOf(unsigned) };
}

export const paid = (transfer: SignedTransfer, rpc?: string): Transferred => ({
  transfer,
  rpc,
  payer: payerKeyOf({ subject: transfer.from }),
  money: nanos('0.02'),
  currency: 'USD',
});

/** What settles with a chain in memory; `booked` has what went into books, by reference. */
export function aSettler() {
  let time: Timestamp = noon;
  const clock = { now: () => time };
  const chain = new InMemoryChain(() => time);
  chain.balances.set(reader, 1_000_000n);
  const settlements = inMemorySettlements();
  const notices: SpendNotice[] = [];
  const booked = new Map<string, bigint>();
  const ports: SettlingPorts = {
    ...{ facilitator: chain, chain, settlements, clock },
    pause: async () => undefined,
    onNotice: (notice) => {
      notices.push(notice);
    },
    refuseUnbookable: async () => undefined,
    book: async (settlement) => {
      booked.set(referenceOf(settlement), settlement.transfer.units);
    },
  };
  const wait = (milliseconds: number): void => {
    time = timestampOf(time + milliseconds);
  };
  return {
    ...{ chain, settlements, notices, booked, ports, wait },
    pay: (transfer: SignedTransfer, own: Partial<SettlingPorts> = {}, rpc?: string) =>
      payOnChain({ ...ports, ...own }, 'acme', paid(transfer, rpc)),
    sweep: (own: Partial<SettlingPorts> = {}) =>
      sweepSettlements({ ...ports, ...own }, { isShort: () => false }),
  };
}
