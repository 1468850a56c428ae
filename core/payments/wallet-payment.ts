import { documentId, type PaymentDocument } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import { Rejection } from '../kernel/rejection.ts';

type Told = Pick<PaymentDocument, 'customer' | 'rail' | 'reference'>;

/** What a payment for a wallet is named by: so its id says that it is one. */
export const walletPaymentId = ({ customer, rail, reference }: Told): string =>
  documentId('payment', ['wallet', customer, rail, reference]);

/** Whether a payment put money into a wallet. */
export const isOfWallet = (payment: Told & Pick<PaymentDocument, 'id'>): boolean =>
  payment.id === walletPaymentId(payment);

/** A payment as it was told, by payer. */
interface ToldByPayer extends Omit<Told, 'customer'> {
  readonly payer: string;
  readonly isOfWallet?: true;
}

/** The same word of the same rail, told as a payment of the other kind. */
export const otherKindId = ({ payer, rail, reference, isOfWallet: wallet }: ToldByPayer): string =>
  wallet === true
    ? documentId('payment', ['payer', payer, rail, reference])
    : walletPaymentId({ customer: payer, rail, reference });

/**
 * The same word of the same rail is the same money: it is no payment and a top-up both. Its id was asked for.
 * @throws Rejection `payment.differs`
 */
export function refuseOtherKind(page: Page, told: ToldByPayer, otherId: string): void {
  if (!page.originals.has(otherId)) return;
  const { reference, rail } = told;
  throw new Rejection(
    'payment.differs',
    `leave it as ${otherId}, or give another payment another reference: ${JSON.stringify(reference.slice(0, 80))} over ${rail} is recorded ${told.isOfWallet === true ? 'as a payment' : 'as a top-up of a wallet'}`,
    { param: '/reference' },
  );
}

/**
 * What is in a wallet can be spent until it is taken out there.
 * @throws Rejection `payment.in-wallet`
 */
export function refuseOfWallet(payment: PaymentDocument): void {
  if (!isOfWallet(payment)) return;
  throw new Rejection(
    'payment.in-wallet',
    `take it out of the wallet: POST /v1/payers/${payment.customer}/wallet/refunds pays back what is left of it`,
    { param: 'id' },
  );
}
