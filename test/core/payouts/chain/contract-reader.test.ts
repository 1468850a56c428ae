import { describe, expect, it } from '@jest/globals';
import { contractReader } from '../../../../core/payouts/chain/contract-reader.ts';
import type { CallAnswer } from '../../../../core/rails/ports.ts';
import { aContract } from '../../../fakes/payout-contract.ts';

const word = (value: bigint | number): string =>
  `0x${BigInt(value).toString(16).padStart(64, '0')}`;
const root = word(0xf00n);
const committer = '0x00000000000000000000000000000000c0331773';

/** What a call answers, by the first bytes of what is asked. */
const answers: Readonly<Record<string, string>> = {
  '0x900cf0cf': word(3),
  '0xebf0c717': root,
  '0x2ddbd13a': word(700),
  '0x295b4e17': word(200),
  '0x5bc8e8f9': word(BigInt(committer)),
  '0xfc0c546a': word(BigInt(aContract.token)),
  '0x313ce567': word(6),
  '0x70a08231': word(500),
  '0xc884ef83': word(40),
};

interface Asked {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** A node; what it is asked, and what it says instead where that is given. */
function aNode(instead: Readonly<Record<string, unknown>> = {}) {
  const asked: Asked[] = [];
  const said = ({ method, params }: Asked): unknown => {
    if (Object.hasOwn(instead, method)) return instead[method];
    if (method === 'eth_chainId') return '0x2105';
    if (method === 'eth_getBlockByNumber') {
      return { number: params[0] === 'finalized' ? '0x10' : '0x20' };
    }
    const [{ data = '' } = {}] = params as readonly [{ readonly data?: string }?];
    return answers[data.slice(0, 10)];
  };
  const outbound = {
    refusal: () => undefined,
    call: async ({ body }: { readonly body?: string | undefined }): Promise<CallAnswer> => {
      const question = JSON.parse(body ?? '{}') as Asked;
      asked.push(question);
      const result = said(question);
      return {
        kind: 'answered',
        status: 200,
        body: JSON.stringify({ id: 1, result }),
      } as CallAnswer;
    },
  };
  return { asked, reader: contractReader(outbound as never) };
}

describe('a payout contract', () => {
  it('is read from one block that is final', async () => {
    const { reader, asked } = aNode();

    const state = await reader.read(aContract, 'final');

    expect(state).toEqual({
      ...{ kind: 'read', epoch: 3, root, total: 700n, paid: 200n, funds: 500n },
      ...{ committer, token: aContract.token, decimals: 6 },
    });
    const calls = asked.filter(({ method }) => method === 'eth_call');
    expect(calls.map(({ params }) => params[1])).toEqual(calls.map(() => '0x10'));
  });

  it('is read from the latest block where that is asked for', async () => {
    const { reader, asked } = aNode();

    await reader.read(aContract, 'latest');

    expect(asked.at(-1)?.params[1]).toBe('0x20');
  });

  it('says what an account has claimed', async () => {
    const { reader, asked } = aNode();

    const claimed = await reader.claimed(aContract, committer);

    expect(claimed).toEqual({ kind: 'read', units: 40n });
    expect(asked.at(-1)?.params[0]).toEqual({
      to: aContract.address,
      data: `0xc884ef83${committer.slice(2).padStart(64, '0')}`,
    });
  });

  it.each([
    ['of another chain', { eth_chainId: '0x1' }, 'eip155:1, and not eip155:8453'],
    ['that does not say which block is final', { eth_getBlockByNumber: null }, 'finalized'],
    ['where nothing is at the address', { eth_call: '0x' }, 'as a payout contract does'],
    ['that answers no result', { eth_call: undefined }, 'no result'],
  ])('is not known by a node %s', async (_, instead, detail) => {
    const { reader } = aNode(instead);

    const state = await reader.read(aContract, 'final');

    expect(state).toEqual({ kind: 'unknown', detail: expect.stringContaining(detail) });
  });
});
