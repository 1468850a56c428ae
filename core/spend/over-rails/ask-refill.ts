import type { Currency } from '../../kernel/currency.ts';
import { amountText, type Nanos } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Collection } from '../../rails/collection.ts';
import { refillPut } from '../protocol/refills.ts';
import type { Refill } from '../refill-entry.ts';
import { policyOf, refuseBounds } from './ask-top-up.ts';
import { PAGE, refuseToken, type WalletRails } from './begin.ts';
import { placeInWallet, walletName } from './wallet-place.ts';

/** How a wallet is to be refilled. */
export interface RefillAsked {
  readonly payer: PayerKey;
  readonly below: Nanos;
  readonly currency: Currency;
  /** What is put in; undefined where it is only to be told that the wallet is low. */
  readonly money: { readonly amount: Nanos; readonly monthly: Nanos } | undefined;
  /** The top-up by whose means it is paid: the last whose means were kept, where left out. */
  readonly topUp: string | undefined;
  readonly key: string | undefined;
  readonly token: string | undefined;
}

/**
 * Has a wallet refilled by what a top-up was paid by, which its payer let the rail keep.
 * @throws Rejection `top-up.off`, `top-up.amount-invalid`, `top-up.not-found`, `refill.nothing-kept`,
 * `refill.monthly-invalid`, `collection.amount-not-collectable`, and as `refillPut` does
 */
export async function askRefill(
  ports: WalletRails,
  tenant: string,
  { payer, below, currency, money, topUp, key, token }: RefillAsked,
): Promise<Refill> {
  const asking = { payer, key, token };
  await refuseToken(ports.gate, tenant, { payer, token, action: 'top-up' });
  if (money === undefined || below === 0n) {
    return refillPut(ports.gate, tenant, { ...asking, refill: { below, currency } });
  }
  const { amount, monthly } = money;
  refuseBounds(ports, await policyOf(ports.gate, tenant), { amount, currency, rail: 'stripe' });
  if (monthly < amount) {
    const detail = `/monthly: give ${amountText(amount, currency)} ${currency} at least, the amount of one, got ${amountText(monthly, currency)}`;
    throw new Rejection('refill.monthly-invalid', detail, { param: '/monthly' });
  }
  const payment = await keptPayment(ports, tenant, { payer, topUp });
  const refill = { below, currency, by: { amount, monthly, payment } };
  return refillPut(ports.gate, tenant, { ...asking, refill });
}

/** @throws Rejection `top-up.not-found`, `refill.nothing-kept` */
async function keptPayment(
  { collections }: Pick<WalletRails, 'collections'>,
  tenant: string,
  { payer, topUp }: Pick<RefillAsked, 'payer' | 'topUp'>,
): Promise<string> {
  const latest = await collections.newest(tenant, walletName(tenant, payer), {
    ...{ below: undefined, limit: PAGE },
  });
  const found = topUp === undefined ? latest.find(isKept) : await named(topUp);
  if (found?.payment !== undefined && isKept(found)) return found.payment;
  throw new Rejection(
    'refill.nothing-kept',
    'let the payer top up once with keep: true, and ask again once it is booked: then the rail has kept what it was paid by',
  );

  async function named(id: string): Promise<Collection> {
    const place = placeInWallet(tenant, payer, id);
    const one = place === undefined ? undefined : await collections.get(place);
    if (one?.topUp !== undefined) return one;
    const detail = '/topUp: give the id of a top-up of this payer that was asked for over a rail';
    throw new Rejection('top-up.not-found', detail, { param: '/topUp' });
  }
}

const isKept = ({ status, topUp }: Pick<Collection, 'status' | 'topUp'>): boolean =>
  status === 'settled' && topUp?.isKept === true;
