import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { type Collection, collectionId } from '../../rails/collection.ts';
import { PAGE, refuseToken, type WalletRails } from './begin.ts';
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
  await refuseToken(gate, tenant, { payer, token, action: 'read' });
  const place = placeInWallet(tenant, payer, id);
  const found = place === undefined ? undefined : await collections.get(place);
  if (found?.topUp !== undefined) return found;
  const detail = 'give the id of a top-up of this payer that was asked for over a rail';
  throw new Rejection('top-up.not-found', detail, { param: 'id' });
}

/** What goes over rails, either way. */
type Way = 'topUp' | 'refund';

/** So many are looked at for one answer: some are of the other way. */
const LOOKED_AT_MAX = 1_000;

/** Those of a wallet, the latest first, and after which it goes on. @throws Rejection as `shownTopUp` does */
export async function shownOverRails(
  { gate, collections }: Pick<WalletRails, 'gate' | 'collections'>,
  tenant: string,
  {
    way,
    payer,
    token,
    before,
    limit,
  }: Asking & {
    readonly way: Way;
    readonly before: string | undefined;
    readonly limit: number;
  },
): Promise<{ readonly shown: readonly Collection[]; readonly next: string | undefined }> {
  await refuseToken(gate, tenant, { payer, token, action: 'read' });
  const found: Collection[] = [];
  let below = attemptIn(tenant, payer, before);
  for (let lookedAt = 0; lookedAt < LOOKED_AT_MAX; lookedAt += PAGE) {
    const page = { below, limit: PAGE };
    const all = await collections.newest(tenant, walletName(tenant, payer), page);
    found.push(...all.filter((one) => one[way] !== undefined));
    if (found.length > limit) {
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return { shown, next: last === undefined ? undefined : collectionId(last) };
    }
    const last = all.at(-1);
    if (all.length < PAGE || last === undefined) return { shown: found, next: undefined };
    below = last.attempt;
  }
  const invoice = walletName(tenant, payer);
  return { shown: found, next: collectionId({ invoice, attempt: below ?? 1 }) };
}

/** @throws Rejection `top-up.not-found` */
function attemptIn(
  tenant: string,
  payer: PayerKey,
  before: string | undefined,
): number | undefined {
  if (before === undefined) return undefined;
  const place = placeInWallet(tenant, payer, before);
  if (place !== undefined) return place.attempt;
  const detail = '/before: give what a list of this payer has answered as next';
  throw new Rejection('top-up.not-found', detail, { param: 'before' });
}
