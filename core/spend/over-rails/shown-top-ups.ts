import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Collection } from '../../rails/collection.ts';
import type { SpendGate } from '../protocol/ports.ts';
import { refuseByToken } from '../tokens.ts';
import type { WalletRails } from './ask-top-up.ts';
import { placeInWallet, walletName } from './wallet-place.ts';

/** Who asks for what: a payer by its token, or a tenant for one. */
interface Asking {
  readonly payer: PayerKey;
  readonly token: string | undefined;
}

/** One of a wallet, as it is kept. @throws Rejection `top-up.not-found`, `token.refused`, `token.not-allowed` */
export async function shownTopUp(
  { gate, collections }: Pick<WalletRails, 'gate' | 'collections'>,
  tenant: string,
  { payer, token, id }: Asking & { readonly id: string },
): Promise<Collection> {
  await refuseToken(gate, tenant, { payer, token });
  const place = placeInWallet(tenant, payer, id);
  const found = place === undefined ? undefined : await collections.get(place);
  if (found?.topUp !== undefined) return found;
  const detail = 'give the id of a top-up of this payer that was asked for over a rail';
  throw new Rejection('top-up.not-found', detail, { param: 'id' });
}

/** Those of a wallet, the latest first, and after which it goes on. @throws Rejection as `shownTopUp` does */
export async function shownTopUps(
  { gate, collections }: Pick<WalletRails, 'gate' | 'collections'>,
  tenant: string,
  {
    payer,
    token,
    before,
    limit,
  }: Asking & { readonly before: string | undefined; readonly limit: number },
): Promise<{ readonly topUps: readonly Collection[]; readonly isMore: boolean }> {
  await refuseToken(gate, tenant, { payer, token });
  const place = before === undefined ? undefined : placeInWallet(tenant, payer, before);
  if (before !== undefined && place === undefined) {
    const detail = '/before: give the id of a top-up of this payer';
    throw new Rejection('top-up.not-found', detail, { param: 'before' });
  }
  const page = await collections.newest(tenant, walletName(tenant, payer), {
    below: place?.attempt,
    limit: limit + 1,
  });
  return { topUps: page.slice(0, limit), isMore: page.length > limit };
}

async function refuseToken(
  { spend, clock }: SpendGate,
  tenant: string,
  { payer, token }: Asking,
): Promise<void> {
  if (token === undefined) return;
  const state = await spend.read(tenant, payer);
  const now = clock.now();
  refuseByToken({ state, now: now > state.at ? now : state.at }, token, 'read');
}
