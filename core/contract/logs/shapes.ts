import * as z from 'zod';
import { wholeNumberText } from '../shapes.ts';

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

export const proofText = z.string().meta({
  description:
    'C2SP tlog-proof: the index of the entry, the hashes that lead to the root, and the checkpoint. `extra` is base64 of JSON with `salt` and `text`, what the entry opens to: the entry is SHA-256 of both.',
});

export const checkpointText = z.string().meta({
  description: 'A C2SP signed note of a tlog-checkpoint: origin, size, root, and who signed it.',
});

export const keyText = z.string().meta({ description: 'A C2SP verifier key, on one line.' });

export const tileBytes = z
  .string()
  .meta({ description: 'Hashes of 32 bytes; or entries, each behind its length in two bytes.' });
