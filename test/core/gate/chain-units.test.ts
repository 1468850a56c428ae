import { describe, expect, it } from '@jest/globals';
import { chainRailFrom } from '../../../core/catalog/chain-rail.ts';
import { askedOnChain } from '../../../core/gate/chain/units.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { aChainRail } from './some-chain.ts';

describe('what is asked for on a chain', () => {
  it.each([
    ['a price of whole cents', '0.02', 6, '0', 20_000n, '0.02'],
    ['a price below a cent, as invoices are paid in cents', '0.000000001', 6, '0', 10_000n, '0.01'],
    ['a token coarser than cents', '0.02', 1, '0', 1n, '0.1'],
    ['a token finer than a nano', '0.011', 18, '0', 20_000_000_000_000_000n, '0.02'],
    ['a price below the least', '0.02', 6, '0.50', 500_000n, '0.5'],
    ['a price above the least', '0.511', 6, '0.50', 520_000n, '0.52'],
    ['a token of whole dollars', '0.02', 0, '0', 1n, '1'],
  ])('of %s is rounded up, to units of the token', (_, price, decimals, least, units, money) => {
    const rail = aChainRail({ decimals, least: nanos(least) });

    expect(askedOnChain(rail, nanos(price))).toEqual({ units, money: nanos(money) });
  });

  it('in a currency without cents is whole', () => {
    const rail = aChainRail({ currency: 'JPY' });

    expect(askedOnChain(rail, nanos('0.2'))).toEqual({ units: 1_000_000n, money: nanos('1') });
  });
});

describe('settings of a chain', () => {
  const sent = {
    ...{ facilitator: 'https://facilitator.example', network: 'eip155:8453', name: 'USD Coin' },
    ...{ asset: `0x${'AB'.repeat(20)}`, payTo: `0x${'CD'.repeat(20)}`, version: '2' },
    ...{ decimals: 6, currency: 'USD' },
  };

  it('have addresses in small letters, and defaults', () => {
    expect(chainRailFrom(sent)).toEqual({
      ...{ ...sent, asset: `0x${'ab'.repeat(20)}`, payTo: `0x${'cd'.repeat(20)}` },
      ...{ timeoutSeconds: 60, least: 0n, rpc: undefined },
    });
  });

  it.each([
    ['a currency that there is not', { currency: 'XXQ' }, '/chain/currency'],
    ['a least amount that cannot be paid', { least: '0.005' }, '/chain/least'],
  ])('with %s are refused', (_, fields, param) => {
    expect(() => chainRailFrom({ ...sent, ...fields })).toThrow(
      expect.objectContaining({ code: 'request.invalid', param }),
    );
  });
});
