import { StoredObject, storedObjectFrom } from '../../kernel/stored.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import type { AnsweredChange, AskedBody, AskedChange } from './audit-log.ts';

const VERSION = 1;

/** What was asked for as JSON text, to be kept. */
export const askedText = (change: AskedChange): string =>
  JSON.stringify({ version: VERSION, ...change });

/** The reverse of `askedText`. Throws `InvariantViolation` for what is none. */
export function askedFrom(text: string): AskedChange {
  const asked = storedObjectFrom(text, 'a change that was asked for');
  asked.version(VERSION);
  return {
    id: asked.text('id'),
    tenant: asked.text('tenant'),
    at: timestampOf(asked.integer('at')),
    keyId: asked.has('keyId') ? asked.text('keyId') : undefined,
    actor: asked.has('actor') ? asked.text('actor') : undefined,
    action: asked.text('action'),
    target: asked.text('target'),
    body: asked.has('body')
      ? bodyFrom(new StoredObject(asked.value('body'), 'the body of a change'))
      : undefined,
  };
}

const bodyFrom = (body: StoredObject): AskedBody => ({
  sha256: body.text('sha256'),
  text: body.has('text') ? body.text('text') : undefined,
});

/** What was answered as JSON text, to be kept. */
export const answeredText = (answered: AnsweredChange): string =>
  JSON.stringify({ version: VERSION, ...answered });

/** The reverse of `answeredText`. Throws `InvariantViolation` for what is none. */
export function answeredFrom(text: string): AnsweredChange {
  const answered = storedObjectFrom(text, 'the answer to a change');
  answered.version(VERSION);
  return {
    status: answered.integer('status'),
    code: answered.has('code') ? answered.text('code') : undefined,
  };
}
