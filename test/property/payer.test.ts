import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { customerKey } from '../../core/contract/catalog/customer-shapes.ts';
import { payerKey } from '../../core/contract/catalog/payer-shape.ts';
import { payerKeyOf, payerOf } from '../../core/kernel/payer.ts';

const someKey = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.@+-]{0,127}$/);
const someSubject = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const somePayer = fc.oneof(
  someKey.map((customer) => ({ customer })),
  someSubject.map((subject) => ({ subject })),
);

describe('the key of a payer', () => {
  it('is a customer’s own, or says that a subject pays for itself', () => {
    expect(payerKeyOf({ customer: 'press' })).toBe('press');
    expect(payerKeyOf({ subject: 'press' })).toBe('subject:press');
    expect(payerOf('subject:subject:press')).toEqual({ subject: 'subject:press' });
  });

  it('is read back as who it was made of, so that no two share one', () => {
    fc.assert(
      fc.property(somePayer, (payer) => {
        expect(payerOf(payerKeyOf(payer))).toEqual(payer);
      }),
    );
  });

  it('is what the interface takes, and never a customer’s key where a subject pays', () => {
    fc.assert(
      fc.property(somePayer, (payer) => {
        const isText = !('subject' in payer) || !/\p{Cc}/u.test(payer.subject);
        const key = payerKeyOf(payer);

        expect(payerKey.safeParse(key).success).toBe(isText);
        expect(customerKey.safeParse(key).success).toBe('customer' in payer);
      }),
    );
  });
});
