import { Rejection } from '../../core/kernel/rejection.ts';
import type { AnonymousRequest } from './http.ts';

type Headers = Pick<AnonymousRequest, 'headers'>;

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The key that names a fact; where none is needed, what is asked for says by itself which fact it is, and the key is
 * only looked at.
 * @throws Rejection `request.idempotency-key-missing`, `request.idempotency-key-malformed`
 */
export function idempotencyKeyOf({ headers }: Headers, of: 'taken' | 'needed'): string | undefined {
  const key = headers['idempotency-key'];
  if (key !== undefined) {
    if (KEY.test(key)) return key;
    throw malformed();
  }
  if (of === 'taken') return undefined;
  throw new Rejection(
    'request.idempotency-key-missing',
    'send an Idempotency-Key of 1 to 255 visible ASCII characters: a repeat with the same key adds nothing',
    { param: 'idempotency-key' },
  );
}

const malformed = (): Rejection =>
  new Rejection(
    'request.idempotency-key-malformed',
    'make an Idempotency-Key of 1 to 255 visible ASCII characters, without blanks',
    { param: 'idempotency-key' },
  );
