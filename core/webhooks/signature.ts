import { createHmac } from 'node:crypto';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type { Endpoint, Secret } from './ports.ts';

/** Standard Webhooks asks for 24 to 64 bytes. */
export const SECRET_BYTES = 32;
const PREFIX = 'whsec_';
/** For so long a former secret signs beside the one that has replaced it. */
const FORMER_MS = millisecondsPer.day;

export const secretOf = (bytes: Uint8Array): Secret => ({
  text: `${PREFIX}${Buffer.from(bytes).toString('base64')}`,
  until: undefined,
});

export const secretsInForce = ({ secrets }: Pick<Endpoint, 'secrets'>, now: Timestamp) =>
  secrets.filter(({ until }) => until === undefined || now < until);

/** The secrets after a new one, which the former ones outlive by a day. */
export const rotated = (
  endpoint: Pick<Endpoint, 'secrets'>,
  secret: Secret,
  now: Timestamp,
): readonly Secret[] => [
  secret,
  ...secretsInForce(endpoint, now).map(({ text, until }) => ({
    text,
    until: until ?? timestampOf(now + FORMER_MS),
  })),
];

/**
 * The headers of a message, by Standard Webhooks 1.0: HMAC-SHA256 of `id.timestamp.body`, one signature by each secret.
 * The timestamp is of the attempt, so that a receiver may refuse what is old, in seconds since 1970.
 */
export function signedHeaders(
  secrets: readonly Secret[],
  message: { readonly id: string; readonly now: Timestamp; readonly body: string },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(message.now / millisecondsPer.second));
  const signatures = secrets.map(({ text }) => {
    const key = Buffer.from(text.slice(PREFIX.length), 'base64');
    const signed = `${message.id}.${timestamp}.${message.body}`;
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
