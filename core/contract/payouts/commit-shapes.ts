import * as z from 'zod';
import { amount } from '../invoices/line-shapes.ts';
import {
  cursorText,
  instant,
  nextCursor,
  type ShapeOf,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';
import { chainAddress } from './contract-shapes.ts';
import { payoutRunId } from './shapes.ts';

const units = z
  .string()
  .meta({ description: 'Whole units of the token, as the chain counts.', examples: ['17140000'] });
const hash = z.string().meta({
  description: '`0x` and 64 hexadecimal digits.',
  examples: [`0x${'5d'.repeat(32)}`],
});

/** The epoch of a commit, in a path. */
export const commitEpoch = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'give the epoch of a commit, from 1')
  .meta({ description: 'A commit, by its epoch.', examples: ['1'] });

const call = z
  .object({
    network: z.string(),
    to: z.string(),
    value: z.literal('0').meta({ description: 'No money of the chain’s own goes with it.' }),
    data: z.string().meta({ description: 'The call data.' }),
  })
  .meta({ id: 'ContractCall', description: 'What is signed and sent.' });

const commitHead = {
  epoch: z.int().meta({ description: 'Which root of the contract it is, from 1.' }),
  status: z.enum(['prepared', 'committed', 'settled']).meta({
    description:
      '`prepared`: it waits to be signed and sent, or to be final. `committed`: the contract has it, for good. `settled`: so the books say of all its payouts.',
  }),
  network: z.string(),
  contract: z.string(),
  token: z.string(),
  currency: z.string(),
  root: hash,
  total: amount.meta({ description: 'What all accounts were given since the first epoch.' }),
  added: amount.meta({ description: 'What of that is new in it.' }),
  totalUnits: units,
  accounts: z.int(),
  payouts: z.int().meta({ description: 'How many payouts are new in it.' }),
  runs: z.array(payoutRunId).meta({ description: 'Of which runs these are.' }),
  madeBy: z.string(),
  madeAt: instant,
  anchor: z
    .object({
      log: z.string().meta({ description: 'The name of the public log.' }),
      day: z.string().meta({ description: 'Of whose checkpoint.', examples: ['2026-11-30'] }),
      digest: z.string().meta({ description: 'The last 32 bytes of the call data.' }),
    })
    .optional()
    .meta({ description: 'What is anchored by it, where the settings of the contract say so.' }),
  committedAt: instant.optional().meta({ description: 'When it was seen to be final.' }),
};

export const payoutCommit = z
  .object({ ...commitHead, call })
  .meta({ id: 'PayoutCommit', description: 'A root that the contract is to be given.' });
export type PayoutCommitAnswer = Unchanged<ShapeOf<typeof payoutCommit>>;

export const payoutCommitList = z
  .object({ commits: z.array(z.object(commitHead)), nextCursor })
  .meta({ id: 'PayoutCommitList', description: 'A page of the commits, the latest first.' });

export const commitListParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 50 }).optional(),
  cursor: cursorText.optional(),
});

/** What `POST /v1/payouts/commits` takes: there is nothing to say. */
export const commitBody = z.strictObject({}).meta({ id: 'PayoutCommitBody', examples: [{}] });

export const lookedCommit = z
  .object({
    commit: payoutCommit,
    found: z.enum(['settled', 'waiting', 'unknown', 'differs']).meta({
      description:
        '`waiting`: the contract does not have it for good. `unknown`: nobody says what the contract has. `differs`: it has another root; look who commits.',
    }),
    isThere: z
      .boolean()
      .optional()
      .meta({ description: 'Where it waits: whether the latest block has it.' }),
    missingUnits: units.optional().meta({
      description: 'Where it waits: what has to be sent to the contract before it takes it.',
    }),
    missing: amount.optional(),
    committer: z.string().optional().meta({ description: 'Who has to sign it.' }),
    detail: z.string().optional().meta({ description: 'For a person.' }),
  })
  .meta({ id: 'LookedPayoutCommit' });
export type LookedCommitAnswer = Unchanged<ShapeOf<typeof lookedCommit>>;

export const claimParameters = z.strictObject({
  account: chainAddress.optional().meta({
    description:
      'Another account than the payee is paid by now: one that it was paid by before. With a payee’s token, one that it is to be paid by.',
  }),
  contract: z
    .string()
    .regex(/^eip155:[1-9]\d{0,17}:0x[0-9a-fA-F]{40}$/, 'give a contract by CAIP-10')
    .optional()
    .meta({
      description: 'Another contract than that of the settings, by CAIP-10: one that paid before.',
    }),
});

export const payeeClaim = z
  .object({
    payee: payeeKey,
    network: z.string(),
    contract: z.string(),
    token: z.string(),
    currency: z.string(),
    account: z.string(),
    epoch: z.int().meta({ description: 'By whose root it is claimed.' }),
    given: amount.meta({ description: 'What the account was given in all.' }),
    givenUnits: units,
    due: amount.optional().meta({
      description: 'What of that it has not claimed; left out where the chain did not say.',
    }),
    dueUnits: units.optional(),
    proof: z.array(hash).meta({ description: 'From its leaf to the root.' }),
    call,
  })
  .meta({
    id: 'PayeeClaim',
    description: 'What a payee may claim of the contract: anybody may send it.',
  });
export type PayeeClaimAnswer = Unchanged<ShapeOf<typeof payeeClaim>>;
