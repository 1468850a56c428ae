import * as z from 'zod';

const BYTES_MAX = 1_100;

/**
 * Who pays: the key of a customer; `subject:` and a subject that pays for itself; `suspense:` and a rail, of money of
 * nobody knows whom. No customer's key has a colon.
 */
export const payerKey = z
  .string()
  .regex(
    /^(?:(?:suspense:)?[A-Za-z0-9][A-Za-z0-9_.@+-]{0,127}|subject:\P{Cc}+)$/u,
    'give a customer’s key, or subject: and the subject that pays for itself, or suspense: and a rail',
  )
  .refine(
    (text) => new TextEncoder().encode(text).length <= BYTES_MAX,
    `send at most ${BYTES_MAX} bytes of UTF-8`,
  )
  .meta({
    id: 'PayerKey',
    description:
      'Who pays: a customer’s key, or `subject:` and a subject that pays for itself under the default plan. `suspense:` and a rail: money that came over it, as long as nobody knows whose it is.',
    examples: ['press-review', 'subject:reader-7', 'suspense:bank'],
  });
