import { Rejection } from '../kernel/rejection.ts';
import type { SpendPage } from './page.ts';
import type { Token } from './state.ts';

/**
 * The token that something is asked for with; undefined where nobody asks with one.
 * @throws Rejection `token.refused` where it is unknown, revoked, or at its end
 */
export function tokenInForce(
  { state, now }: Pick<SpendPage, 'state' | 'now'>,
  id: string | undefined,
): Token | undefined {
  if (id === undefined) return undefined;
  const token = state.tokens.get(id);
  if (token !== undefined && token.endsAt > now) return token;
  const detail = 'ask for a new token: this one is unknown, revoked or at its end';
  throw new Rejection('token.refused', detail);
}
