import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SupportedChains } from '../../core/catalog/chain-rail.ts';
import { httpFacilitator } from '../../core/gate/chain/http-facilitator.ts';
import { jsonRpcReader } from '../../core/gate/chain/json-rpc-reader.ts';
import type { ChainReader, Facilitator } from '../../core/gate/chain/ports.ts';
import type { SignedTransfer } from '../../core/gate/chain/transfer.ts';
import { outboundClient } from '../../functions/adapters/outbound-client.ts';
import { aChainRail, aTransfer, noon, reader } from '../core/gate/some-chain.ts';
import { InMemoryChain } from '../fakes/chain.ts';
import { chainServer } from '../fakes/chain-server.ts';
import { inMemoryFacilitatorKeys } from '../fakes/collections.ts';

interface Subject {
  readonly chain: InMemoryChain;
  readonly facilitator: Facilitator & Pick<SupportedChains, 'supports'>;
  readonly node: ChainReader;
  readonly url: string;
  stop(): Promise<void>;
}

const noKeys = inMemoryFacilitatorKeys();
const outbound = outboundClient({ loopback: 'allowed', totalMs: 2_000 });

const subjects: Readonly<Record<string, () => Promise<Subject>>> = {
  'in memory': async () => {
    const chain = new InMemoryChain(() => noon);
    const url = 'https://facilitator.example';
    return { chain, facilitator: chain, node: chain, url, stop: async () => undefined };
  },
  'behind HTTP': async () => {
    const chain = new InMemoryChain(() => noon);
    const server = await chainServer(chain);
    const facilitator = httpFacilitator(outbound, noKeys);
    return { chain, facilitator, node: jsonRpcReader(outbound), ...server };
  },
};

describe.each(Object.entries(subjects))('a facilitator %s', (_, started) => {
  let subject: Subject;

  beforeAll(async () => {
    subject = await started();
    subject.chain.balances.set(reader, 1_000_000n);
  });

  afterAll(() => subject.stop());

  const signed = (fields: Partial<SignedTransfer> = {}): SignedTransfer =>
    aTransfer({ rail: aChainRail({ facilitator: subject.url }), ...fields });
  const found = (transfer: SignedTransfer) => subject.node.find(`${subject.url}/rpc`, transfer);
  const meanwhile = async <Value>(
    fault: InMemoryChain['fault'],
    act: () => Promise<Value>,
  ): Promise<Value> => {
    subject.chain.fault = fault;
    try {
      return await act();
    } finally {
      subject.chain.fault = () => undefined;
    }
  };

  it('verifies what was signed, and settles it once', async () => {
    const { facilitator } = subject;
    const transfer = signed();

    expect(await facilitator.verify(transfer, 'acme')).toEqual({ kind: 'valid' });
    expect(await found(transfer)).toEqual({ kind: 'not-done' });
    const settled = await facilitator.settle(transfer, 'acme');
    expect(settled).toMatchObject({ kind: 'settled' });
    const transaction = settled.kind === 'settled' ? settled.transaction : '';
    expect(transaction).toMatch(/^0x[0-9a-f]{64}$/);
    expect(await found(transfer)).toEqual({ kind: 'done', transaction });
    expect(await facilitator.verify(transfer, 'acme')).toMatchObject({ kind: 'invalid' });
    // It may have been this one or another: that it was used says nothing.
    expect(await facilitator.settle(transfer, 'acme')).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['a signature of something else', { signature: `0x${'00'.repeat(32)}` }],
    ['more than there is', { units: 10_000_000n }],
    ['what is over', { validBefore: BigInt(noon / 1_000) }],
  ])('refuses %s', async (_what, fields) => {
    const transfer = { ...signed(fields), ...fields };

    expect(await subject.facilitator.verify(transfer, 'acme')).toMatchObject({ kind: 'invalid' });
    expect(await subject.facilitator.settle(transfer, 'acme')).toMatchObject({ kind: 'refused' });
    expect(await found(transfer)).toEqual({ kind: 'not-done' });
  });

  it('that does not answer says nothing, whatever it has done', async () => {
    const { facilitator } = subject;
    const transfer = signed();

    const answers = await meanwhile(
      () => 'lost-after',
      async () => [
        await facilitator.verify(transfer, 'acme'),
        await facilitator.settle(transfer, 'acme'),
        await found(transfer),
      ],
    );

    expect(answers.map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(await found(transfer)).toMatchObject({ kind: 'done' });
  });

  it('whose own account trips says nothing', async () => {
    const settled = await meanwhile(
      () => 'failed',
      () => subject.facilitator.settle(signed(), 'acme'),
    );

    expect(settled.kind).toBe('unknown');
  });

  it('tells of what was taken back', async () => {
    const transfer = signed();
    await subject.facilitator.verify(transfer, 'acme');
    subject.chain.cancel(transfer);

    expect(await found(transfer)).toEqual({ kind: 'cancelled' });
  });

  it('says which networks it settles on', async () => {
    const asked = { facilitator: subject.url, network: 'eip155:31337' };

    expect(await subject.facilitator.supports(asked, 'acme')).toEqual({ kind: 'supported' });
    subject.chain.supported = false;
    expect(await subject.facilitator.supports(asked, 'acme')).toEqual({ kind: 'not-supported' });
  });
});

describe('a facilitator over HTTP', () => {
  const answering = (status: number, body: unknown) =>
    httpFacilitator(
      { call: async () => ({ kind: 'answered', status, body: JSON.stringify(body) }) },
      noKeys,
    );
  const transfer = aTransfer();
  const transaction = `0x${'0a'.repeat(32)}`;
  const success = { success: true, transaction, network: 'eip155:31337', payer: reader };

  it.each([
    ['another network', 200, { ...success, network: 'eip155:1' }],
    ['another payer', 200, { ...success, payer: `0x${'ff'.repeat(20)}` }],
    ['no transaction', 200, { ...success, transaction: '' }],
    ['a failure of its own', 503, success],
    ['a text', 200, 'paid'],
    [
      'that a transaction is on its way',
      200,
      { ...success, success: false, errorReason: 'settlement_pending' },
    ],
    [
      'a refusal with a transaction',
      200,
      { ...success, success: false, errorReason: 'insufficient_funds' },
    ],
  ])('that tells of %s says nothing', async (_, status, body) => {
    expect((await answering(status, body).settle(transfer, 'acme')).kind).toBe('unknown');
  });

  it('may refuse with any status, and its reason is a word', async () => {
    const refused = { success: false, transaction: '', errorReason: 'insufficient_funds' };
    const invalid = { isValid: false, invalidReason: '<script>' };

    expect(await answering(402, refused).settle(transfer, 'acme')).toEqual({
      ...{ kind: 'refused', reason: 'insufficient_funds' },
    });
    expect(await answering(400, invalid).verify(transfer, 'acme')).toEqual({
      ...{ kind: 'invalid', reason: 'refused' },
    });
  });

  it('is not called at an address that is not public', async () => {
    const guarded = httpFacilitator(outboundClient({ loopback: 'refused' }), noKeys);
    const own = aTransfer({ rail: aChainRail({ facilitator: 'https://169.254.169.254' }) });

    expect(await guarded.settle(own, 'acme')).toEqual({ kind: 'unknown', detail: 'url-refused' });
  });
});
