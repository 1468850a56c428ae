import * as z from 'zod';
import { calledUrl } from '../catalog/chain-shapes.ts';
import type { ShapeOf } from '../shapes.ts';
import { currency } from './method-shapes.ts';

export const chainAddress = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'give an address: 0x and 40 hexadecimal digits');

const network = z
  .string()
  .regex(/^eip155:[1-9]\d{0,17}$/, 'give an EVM chain by CAIP-2, such as eip155:8453');

/** The contract that pays payees on a chain, as settings of payouts name it. */
export const contractBody = z
  .strictObject({
    network: network.meta({ description: 'CAIP-2, of an EVM chain.', examples: ['eip155:8453'] }),
    address: chainAddress.meta({ description: 'Of the payout contract.' }),
    token: chainAddress.meta({
      description: 'In which it pays.',
      examples: ['0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'],
    }),
    decimals: z
      .int()
      .min(0)
      .max(18)
      .meta({ description: 'Of the token: no fewer than the currency has.', examples: [6] }),
    currency: currency.meta({
      description: 'Which currency one whole token stands for: yours to say.',
    }),
    anchorsLog: z.boolean().optional().meta({
      description:
        'Whether each commit carries the digest of the last day’s checkpoint of your public log, behind its call data: so the chain says since when that was there. No where left out.',
    }),
    rpc: calledUrl.meta({
      description: 'JSON-RPC of a node of the chain, which says what the contract has.',
    }),
  })
  .meta({ id: 'PayoutContractBody' });
export type ContractBody = ShapeOf<typeof contractBody>;

/** The contract of settings, on the wire: of its node, only where it is. */
export const shownContract = contractBody
  .omit({ rpc: true })
  .extend({
    node: z.string().meta({ description: 'The host of `rpc`; a key in it is not shown.' }),
  })
  .meta({ id: 'ShownPayoutContract' });
