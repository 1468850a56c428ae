import { Rejection } from '../../core/kernel/rejection.ts';

/** A request as far as it says under which key it is asked. */
interface Keyed {
  readonly idempotencyKey: string | undefined;
  readonly body: { readonly idempotency?: string | undefined };
}

/** The key of a request: that of the body wins. */
export const keySent = ({ idempotencyKey, body }: Keyed): string | undefined =>
  body.idempotency ?? idempotencyKey;

/** @throws Rejection `request.idempotency-key-missing` */
export function keyNeeded(request: Keyed): string {
  const key = keySent(request);
  if (key !== undefined) return key;
  throw new Rejection(
    'request.idempotency-key-missing',
    'give idempotency in the body, or an Idempotency-Key: 1 to 255 visible ASCII characters, by which a repeat is known',
    { param: '/idempotency' },
  );
}
