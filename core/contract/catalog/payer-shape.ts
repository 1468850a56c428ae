import * as z from 'zod';

const BYTES_MAX = 1_100;

/** Who pays: the key of a customer, or `subject:` and a subject that pays for itself. No customer's key has a colon. */
export const payerKey = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9][A-Za-z0-9_.@+-]{0,127}|subject:\P{Cc}+)$/u,
    'give a customer’s key, or subject: and the subject that pays for itself',
  )
  .refine(
    (text) => new TextEncoder().encode(text).length <= BYTES_MAX,
    `send at most ${BYTES_MAX} bytes of UTF-8`,
  )
  .meta({
    id: 'PayerKey',
    description:
      'Who pays: a customer’s key, or `subject:` and a subject that pays for itself under the default plan.',
    examples: ['press-review', 'subject:reader-7'],
  });
