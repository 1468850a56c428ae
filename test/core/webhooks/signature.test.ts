import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import {
  rotated,
  secretOf,
  secretsInForce,
  signedHeaders,
} from '../../../core/webhooks/signature.ts';

const one = secretOf(new Uint8Array(32).fill(1));
const two = secretOf(new Uint8Array(32).fill(2));
const now = timestampOf(Date.now());
const message = { id: 'evt_b_1_0_00', now, body: '{"type":"invoice.issued","x":"é"}' };

describe('the headers of a message', () => {
  it('are verified by a library of Standard Webhooks', () => {
    const verified = new Webhook(one.text).verify(message.body, signedHeaders([one], message));

    expect(verified).toEqual(JSON.parse(message.body));
  });

  it('are those that the library itself signs with', () => {
    const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
    const secret = { text: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', until: undefined };
    const at = timestampOf(1_614_265_330_000);

    const headers = signedHeaders([secret], { id, now: at, body: '{"test": 2432232314}' });

    expect(headers['webhook-signature']).toBe(
      new Webhook(secret.text).sign(id, new Date(at), '{"test": 2432232314}'),
    );
    expect(headers).toMatchObject({ 'webhook-id': id, 'webhook-timestamp': '1614265330' });
  });

  it.each([
    ['another body', (sent: typeof message) => ({ ...sent, body: '{}' })],
    ['another id', (sent: typeof message) => ({ ...sent, id: 'evt_b_1_1_00' })],
  ])('are of no other message: %s', (_, changed) => {
    const { body, id } = changed(message);
    const headers = { ...signedHeaders([one], message), 'webhook-id': id };

    expect(() => new Webhook(one.text).verify(body, headers)).toThrow();
  });

  it.each([
    ['the new secret', two],
    ['the former one', one],
  ])('are verified during a rotation with %s', (_, secret) => {
    const headers = signedHeaders([two, one], message);

    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    expect(new Webhook(secret.text).verify(message.body, headers)).toBeDefined();
  });
});

describe('a rotation', () => {
  const secrets = rotated({ secrets: [one] }, two, now);
  const inForceAfter = (milliseconds: number) =>
    secretsInForce({ secrets }, timestampOf(now + milliseconds)).map(({ text }) => text);

  it('leaves the former secret in force for a day', () => {
    expect(inForceAfter(millisecondsPer.day - 1)).toEqual([two.text, one.text]);
    expect(inForceAfter(millisecondsPer.day)).toEqual([two.text]);
  });

  it('does not lengthen the life of a secret that was replaced before', () => {
    const three = secretOf(new Uint8Array(32).fill(3));
    const later = timestampOf(now + millisecondsPer.hour);

    const [, second, first] = rotated({ secrets }, three, later);

    expect(first?.until).toBe(now + millisecondsPer.day);
    expect(second?.until).toBe(later + millisecondsPer.day);
  });
});
