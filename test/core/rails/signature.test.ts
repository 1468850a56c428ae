import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { isSigned, stripeSignatureFrom } from '../../../core/rails/stripe/signature.ts';

const secret = 'whsec_of_an_example';
const now = timestampOf(1_793_664_000_000);
const seconds = 1_793_664_000;
const body = Buffer.from('{"id":"evt_1","name":"Zoë"}');
const v1 = (time: number, key = secret) =>
  createHmac('sha256', key).update(`${time}.`).update(body).digest('hex');

const holds = (header: string | undefined, bytes: Uint8Array = body): boolean => {
  const signature = stripeSignatureFrom(header, now);
  return signature !== undefined && isSigned(bytes, signature, secret);
};

describe('a signature of Stripe', () => {
  it('holds for the bytes that were signed', () => {
    expect(holds(`t=${seconds},v1=${v1(seconds)}`)).toBe(true);
  });

  it('holds where one of several is of the secret, as while it is replaced', () => {
    const other = v1(seconds, 'whsec_another');

    expect(holds(`t=${seconds},v1=${other},v1=${v1(seconds)},v0=abc`)).toBe(true);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one without a time', `v1=${v1(seconds)}`],
    ['one with two times', `t=${seconds},t=${seconds},v1=${v1(seconds)}`],
    ['one of the test scheme alone', `t=${seconds},v0=${v1(seconds)}`],
    ['one in capitals', `t=${seconds},v1=${v1(seconds).toUpperCase()}`],
    ['one of another secret', `t=${seconds},v1=${v1(seconds, 'whsec_another')}`],
    ['one of another time than it says', `t=${seconds + 1},v1=${v1(seconds)}`],
    ['one of six minutes ago', `t=${seconds - 360},v1=${v1(seconds - 360)}`],
    ['one of six minutes ahead', `t=${seconds + 360},v1=${v1(seconds + 360)}`],
  ])('does not hold: %s', (_, header) => {
    expect(holds(header)).toBe(false);
  });

  it('does not hold for other bytes that say the same', () => {
    expect(
      holds(`t=${seconds},v1=${v1(seconds)}`, Buffer.from('{"id": "evt_1","name":"Zoë"}')),
    ).toBe(false);
  });
});
