import * as z from 'zod';
import { cursorText, instant, nextCursor, textUpTo, wholeNumberText } from '../shapes.ts';

export const logTenant = z
  .string()
  .min(1)
  .max(128)
  .meta({ description: 'Whose books the log is of.', examples: ['acme'] });

export const logYear = z
  .string()
  .regex(/^\d{4}$/, 'use a year of four digits')
  .meta({
    description: 'The calendar year, in UTC, in which its documents were recorded.',
    examples: ['2026'],
  });

export const tokenKeyId = z
  .string()
  .regex(/^[\w-]{43}$/, 'use SHA-256 in base64url')
  .meta({
    description: 'SHA-256 of the key as the directory has it, in base64url.',
    examples: ['m4088myt4PxFDQbQ-MyrMmZGOc41zYlfDW7-pM-LdIg'],
  });

export const keyProofText = z.string().meta({
  description:
    'C2SP tlog-proof. `extra` is base64 of JSON with `entry`, the entry as it is in the log: JSON with `privatePass`, `month` and `tokenKey`.',
});

export const tileLevel = z
  .string()
  .regex(/^(?:entries|\d{1,2})$/, 'use 0 to 63, or entries')
  .meta({ description: '`0` to `63` of the tree, or `entries`.', examples: ['0'] });

export const tilePart = z
  .string()
  .max(8)
  .regex(/^[x\dp.]+$/, 'use the path of a tile')
  .meta({
    description: 'A part of the path of a tile, as C2SP tlog-tiles has it.',
    examples: ['000.p'],
  });

/** As many documents a tenant may have in a year, of which proofs are asked for. */
const SIZE_MAX = 999_999_999;

export const consistencyParameters = z.strictObject({
  from: wholeNumberText({ min: 1, max: SIZE_MAX }).meta({
    description: 'The earlier size.',
    examples: ['1'],
  }),
  to: wholeNumberText({ min: 1, max: SIZE_MAX })
    .optional()
    .meta({ description: 'The later size; that of the present checkpoint where left out.' }),
});

export const consistency = z
  .object({
    from: z.int(),
    to: z.int(),
    hashes: z
      .array(z.string())
      .meta({ description: 'RFC 6962, 2.1.2: SHA-256 in base64, in the order of the RFC.' }),
  })
  .meta({
    id: 'LogConsistency',
    description: 'With the checkpoints of both sizes it shows that nothing was changed since.',
  });

const failingWhy = z
  .enum(['unreachable', 'refused', 'ahead', 'fork', 'unproven', 'wrong-signature'])
  .meta({
    description:
      '`unreachable`: no answer that means anything; `refused`: it does not know the log, or its key; `ahead`: it has seen a larger log; `fork`: it has another tree of the same size; `unproven`: the log did not grow from what it has seen; `wrong-signature`: what it answered is not its signature.',
  });

const logWitness = z
  .object({
    name: z.string().meta({ description: 'As the policy calls it.' }),
    cosigned: z
      .object({ size: z.int(), at: instant })
      .nullable()
      .meta({ description: 'The last checkpoint that it cosigned.' }),
    failing: z
      .object({ why: failingWhy, since: instant })
      .nullable()
      .meta({ description: 'Why it does not, and since when so.' }),
  })
  .meta({ id: 'LogWitness', description: 'How it stands with one witness of a log.' });

export const logWitnesses = z
  .object({
    quorum: z.enum(['held', 'lacking', 'none-wanted']).meta({
      description: 'Whether as many have cosigned the newest checkpoint as are wanted.',
    }),
    lackingSince: instant.nullable(),
    policy: z
      .string()
      .nullable()
      .meta({ description: 'C2SP tlog-policy: who is asked, and how many are wanted.' }),
    witnesses: z.array(logWitness),
  })
  .meta({ id: 'LogWitnesses', description: 'Who has cosigned checkpoints of a log.' });

export const logDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'use a day such as 2026-11-30')
  .meta({ description: 'A day of UTC, of the year of the log.', examples: ['2026-11-30'] });

export const logDays = z
  .object({
    days: z.array(
      z.object({
        day: logDay,
        size: z.int().meta({ description: 'How many entries the checkpoint has.' }),
        digest: z.string().meta({
          description:
            'What is anchored: SHA-256 of the checkpoint without its signatures, in hex.',
          examples: ['5b1f6c0a'.repeat(8)],
        }),
      }),
    ),
  })
  .meta({ id: 'LogDays', description: 'The days of a year of which the checkpoint was kept.' });

export const addCheckpointText = z.string().meta({
  description:
    'C2SP tlog-witness: `old` and a size, the hashes of a proof of consistency, an empty line, and a signed checkpoint.',
});

export const cosignatureText = z
  .string()
  .meta({ description: 'The line of a cosignature, to be put below the checkpoint.' });

export const sizeText = z
  .string()
  .meta({ description: 'How many entries the checkpoint has that was cosigned last.' });

export const proofText = z.string().meta({
  description:
    'C2SP tlog-proof: the index of the entry, the hashes that lead to the root, and the checkpoint. `extra` is base64 of JSON with `salt` and `text`, what the entry opens to: the entry is SHA-256 of both.',
});

/** Events of one request: their blocks are read, and each hour has a file. */
const EVENTS_MAX = 100;
const attribute = textUpTo(1_024);

const askedEvent = z
  .strictObject({
    source: attribute,
    id: attribute,
    subject: attribute.meta({ description: 'Whose it is, as it is recorded.' }),
    time: instant.meta({ description: 'Its time, or any other in the same hour (UTC).' }),
  })
  .meta({ id: 'AskedEvent', description: 'An event, and where it is looked for.' });

export const eventProofsBody = z
  .strictObject({ events: z.array(askedEvent).min(1).max(EVENTS_MAX) })
  .meta({
    id: 'EventProofsBody',
    examples: [
      {
        events: [
          {
            source: 'urn:shop:api',
            id: 'req-20261001-0001',
            subject: 'app-press-review-1',
            time: '2026-10-01T09:30:00Z',
          },
        ],
      },
    ],
  });

export const eventProofs = z
  .object({
    proofs: z.array(z.string()).meta({
      description:
        'C2SP tlog-proofs of leaves of hours: of each subject, hour and part one. `extra` is base64 of JSON with the leaf, the opened events, and the hashes that lead from them to it.',
    }),
    unproven: z
      .array(
        z.object({
          ...{ source: z.string(), id: z.string(), subject: z.string(), time: instant },
          reason: z.enum(['not-found', 'not-yet', 'erased']).meta({
            description:
              '`not-found`: the usage log has no such event in that hour. `not-yet`: its hour is not in the log. `erased`: nobody can open it any more.',
          }),
        }),
      )
      .meta({ description: 'Those of which there is no proof, and why.' }),
  })
  .meta({ id: 'EventProofs' });

export const payeeProofParameters = z.strictObject({ cursor: cursorText.optional() });

export const payeeStatementProof = z
  .object({
    statement: z.string().meta({ description: 'The proof of the statement: C2SP tlog-proof.' }),
    documents: z
      .array(
        z.object({
          id: z.string(),
          kind: z.string().meta({ description: '`share`, `share-reversal`, `claim`, `payout`, …' }),
          proof: z.string(),
        }),
      )
      .meta({
        description: 'What was recorded of the payee since the statement before, the latest first.',
      }),
    nextCursor,
  })
  .meta({ id: 'PayeeStatementProof', description: 'A statement, and all that it adds up.' });

export const checkpointText = z.string().meta({
  description: 'A C2SP signed note of a tlog-checkpoint: origin, size, root, and who signed it.',
});

export const keyText = z.string().meta({ description: 'A C2SP verifier key, on one line.' });

export const tileBytes = z
  .string()
  .meta({ description: 'Hashes of 32 bytes; or entries, each behind its length in two bytes.' });
