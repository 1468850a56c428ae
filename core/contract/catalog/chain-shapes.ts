import * as z from 'zod';
import { textUpTo } from '../shapes.ts';

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'give an address: 0x and 40 hexadecimal digits');

/** Whether it is https, and where it leads, is looked at by whoever calls it. */
export const calledUrl = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[!-~]+[^/]$/, 'give a URL, percent-encoded, without a slash at its end');

/** By which chain a tenant's readers may pay, on the wire. */
export const chainSettings = z
  .strictObject({
    facilitator: calledUrl.meta({
      description:
        'Of an x402 facilitator, which verifies and settles: `/verify`, `/settle` and `/supported` are below it.',
      examples: ['https://facilitator.example/x402'],
    }),
    network: z
      .string()
      .regex(/^eip155:[1-9]\d{0,17}$/, 'give an EVM chain by CAIP-2, such as eip155:8453')
      .meta({ description: 'CAIP-2, of an EVM chain.', examples: ['eip155:8453'] }),
    asset: address.meta({
      description: 'The contract of a token with `transferWithAuthorization` (ERC-3009).',
      examples: ['0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'],
    }),
    name: textUpTo(80).meta({
      description: 'Of the token, as its EIP-712 domain says it.',
      examples: ['USD Coin'],
    }),
    version: textUpTo(20).meta({ description: 'Of its EIP-712 domain.', examples: ['2'] }),
    decimals: z
      .int()
      .min(0)
      .max(18)
      .meta({ description: 'Of the token.', examples: [6] }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'give an ISO 4217 code in capitals, such as USD')
      .meta({
        description:
          'Which currency one whole token stands for: yours to say. Nothing is converted: it is offered where the plan has this currency.',
        examples: ['USD'],
      }),
    payTo: address.meta({ description: 'Where the money goes: an address of yours.' }),
    timeoutSeconds: z.int().min(15).max(600).optional().meta({
      description: 'How long a signed payment can be settled; 60 where left out.',
    }),
    least: z
      .string()
      .max(32)
      .regex(/^\d+(\.\d{1,9})?$/, 'give an amount as a string, such as "0.50"')
      .optional()
      .meta({
        description:
          'No less is asked for at once. What is paid beyond the price stays in the wallet of who paid.',
        examples: ['0.50'],
      }),
    rpc: calledUrl.optional().meta({
      description:
        'JSON-RPC of a node of the chain, read where the facilitator does not say what became of a payment.',
    }),
  })
  .meta({ id: 'ChainSettings' });
