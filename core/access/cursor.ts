import { createHmac, timingSafeEqual } from 'node:crypto';
import { Rejection } from '../kernel/rejection.ts';

/** Whose list it is; `cursorKey` comes with the caller, from the authorizer. */
export interface CursorSigner {
  readonly tenant: string;
  readonly cursorKey: string;
}

/** No position is longer: a cursor is one key of a table. */
const CURSOR_LENGTH_MAX = 8192;

/**
 * Where a list goes on, as text a client hands back unread: the position and a signature over (tenant, fingerprint,
 * position). `fingerprint` names the list: its route and every parameter that changes what is in it. Nothing in a
 * cursor is secret.
 */
export function sealedCursor(signer: CursorSigner, fingerprint: string, position: string): string {
  const signature = signatureOf(signer, fingerprint, position);
  return `${Buffer.from(position).toString('base64url')}.${signature.toString('base64url')}`;
}

/**
 * The position of a cursor that was sealed by the same key for the same list.
 * @throws Rejection `request.bad-cursor` for any other.
 */
export function openedCursor(signer: CursorSigner, fingerprint: string, cursor: string): string {
  const [sealed = '', signature = '', ...rest] =
    cursor.length > CURSOR_LENGTH_MAX ? [] : cursor.split('.');
  const position = Buffer.from(sealed, 'base64url').toString();
  const expected = signatureOf(signer, fingerprint, position);
  const given = Buffer.from(signature, 'base64url');
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  if (genuine && rest.length === 0) return position;
  throw new Rejection(
    'request.bad-cursor',
    'pass the cursor of the page before, with the same key and the same parameters; or drop it to start over',
    { param: 'cursor' },
  );
}

const signatureOf = (
  { tenant, cursorKey }: CursorSigner,
  fingerprint: string,
  position: string,
): Buffer =>
  createHmac('sha256', cursorKey)
    .update(JSON.stringify([tenant, fingerprint, position]))
    .digest();
