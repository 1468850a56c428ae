import { describe, expect, it } from '@jest/globals';
import { plainEvent } from '../../../core/contract/events/shapes.ts';
import { checked } from '../../../core/contract/faults.ts';
import { paymentBody } from '../../../core/contract/invoices/shapes.ts';
import { instant } from '../../../core/contract/shapes.ts';
import { timestampFrom } from '../../../core/kernel/timestamp.ts';

const taken = [
  '2026-10-01T00:00:00Z',
  '2026-10-01t00:00:00z',
  '2026-10-01 00:00:00+02:00',
  '2026-10-01T00:00:00.123456789012Z',
];
const refused = [
  '',
  '2026-10-01',
  '2026-10-01T00:00Z',
  '2026-10-01T00:00:00',
  '2026-10-01T00:00:00.Z',
  `2026-10-01T00:00:00.${'1'.repeat(31)}Z`,
];

describe('an instant on the wire', () => {
  it.each(taken)('is %s, as it is for whoever reads it', (text) => {
    expect(checked(instant, text)).toEqual({ value: text });
    expect(timestampFrom(text)).toBeDefined();
  });

  it.each(refused)('is not “%s”, nor is it for whoever reads it', (text) => {
    expect(checked(instant, text)).toMatchObject({ fault: { code: 'request.invalid' } });
    expect(timestampFrom(text)).toBeUndefined();
  });

  it.each(taken)('says when a payment was received, and when an event happened: %s', (text) => {
    const payment = {
      amount: '1',
      rail: 'bank',
      reference: '7',
      receivedAt: text,
    };
    const event = { id: '1', source: 's', type: 't', subject: 'u', time: text };

    expect(checked(paymentBody, payment)).toHaveProperty('value.receivedAt', text);
    expect(checked(plainEvent, event)).toHaveProperty('value.time', text);
  });
});
