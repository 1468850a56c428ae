import { Rejection } from '../../core/kernel/rejection.ts';
import type { AnonymousRequest } from './http.ts';

type Headers = Pick<AnonymousRequest, 'headers'>;

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Takes an `Idempotency-Key` where none is needed, because what is asked for says by itself which fact it is: a
 * payment's rail and reference, a void's invoice. So the key is looked at and kept nowhere.
 * @throws Rejection `request.idempotency-key-malformed`
 */
export function checkIdempotencyKey({ headers }: Headers): void {
  const key = headers['idempotency-key'];
  if (key !== undefined && !KEY.test(key)) throw malformed();
}

/**
 * The key that names a fact. @throws Rejection `request.idempotency-key-missing`, `request.idempotency-key-malformed`
 */
export function requiredIdempotencyKey({ headers }: Headers): string {
  const key = headers['idempotency-key'];
  if (key === undefined) {
    throw new Rejection(
      'request.idempotency-key-missing',
      'send an Idempotency-Key of 1 to 255 visible ASCII characters: a repeat with the same key adds nothing',
      { param: 'idempotency-key' },
    );
  }
  if (!KEY.test(key)) throw malformed();
  return key;
}

const malformed = (): Rejection =>
  new Rejection(
    'request.idempotency-key-malformed',
    'make an Idempotency-Key of 1 to 255 visible ASCII characters, without blanks',
    { param: 'idempotency-key' },
  );
