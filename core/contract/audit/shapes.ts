import * as z from 'zod';
import { cursorText, instant, nextCursor, wholeNumberText } from '../shapes.ts';

const LIMIT_MAX = 200;

export const auditParameters = z.strictObject({
  from: instant
    .optional()
    .meta({ description: 'The first instant; the beginning where left out.' }),
  to: instant.optional().meta({ description: 'The first instant after; now where left out.' }),
  limit: wholeNumberText({ min: 1, max: LIMIT_MAX }).optional(),
  cursor: cursorText.optional(),
});

const auditEntry = z
  .object({
    id: z.string(),
    at: instant,
    keyId: z.string().optional().meta({
      description: 'Left out for an operator, whom IAM has let in.',
    }),
    actor: z.string().optional().meta({
      description: 'Who `Farthing-Actor` said it was. Nobody has checked it.',
    }),
    action: z.string().meta({
      description: 'The route, or what an operator did.',
      examples: ['PUT /v1/plans/{key}'],
    }),
    target: z.string().meta({ examples: ['/v1/plans/reader'] }),
    body: z
      .object({
        sha256: z.string().meta({ description: 'Of the text that was sent, in hexadecimal.' }),
        text: z.string().optional().meta({
          description:
            'Left out where it is longer than 16,384 characters, and of a customer, whose history has it.',
        }),
      })
      .optional(),
    answered: z.object({ status: z.int(), code: z.string().optional() }).optional().meta({
      description:
        'What the caller was told. Left out, it is not known whether anything was changed: look at what was to be changed.',
    }),
  })
  .meta({ id: 'AuditEntry' });

export const auditList = z
  .object({ entries: z.array(auditEntry), nextCursor })
  .meta({ id: 'AuditList' });
