import type { PayoutMethod } from '../contract/payouts/method-shapes.ts';
import { addressFault } from '../evm/address.ts';
import { countries } from '../kernel/countries.ts';
import { Rejection } from '../kernel/rejection.ts';
import { refuseBadAccount, refuseBadName } from '../rails/sepa/creditor.ts';

/** Where an account may be without an address: the European Economic Area, whose banks ask for none. */
const economicArea: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(
    ' ',
  ),
);

/** Whether a bank asks for the address of who has an account. */
const needsAddress = (iban: string): boolean => !economicArea.has(iban.slice(0, 2));

/** @throws Rejection `payout.method-invalid` with what is wrong. */
export function refuseBadMethod(payout: PayoutMethod): void {
  if (payout.method === 'evm') {
    const fault = addressFault(payout.address);
    if (fault !== undefined) throw ofMethod(fault, '/address');
  }
  if (payout.method !== 'sepa') return;
  const { iban, bic, holder, address } = payout;
  refuseBadAccount({ iban, bic }, ofMethod);
  refuseBadName(holder, (detail) => ofMethod(detail, '/holder'));
  if (address !== undefined && !countries.has(address.country)) {
    throw ofMethod(
      `give an ISO 3166 code that there is, got ${address.country}`,
      '/address/country',
    );
  }
  if (address !== undefined || !needsAddress(iban)) return;
  throw ofMethod(
    `give the address of who has an account in ${iban.slice(0, 2)}, in parts: banks refuse to pay there without one`,
    '/address',
  );
}

const ofMethod = (detail: string, param: string): Rejection =>
  new Rejection('payout.method-invalid', `/payout${param}: ${detail}`, {
    param: `/payout${param}`,
  });

/** As much of a method as is ever shown: of an account, the last four. */
export function shownMethod(payout: PayoutMethod): {
  readonly method: PayoutMethod['method'];
  readonly lastFour?: string;
  readonly holder?: string;
} {
  switch (payout.method) {
    case 'sepa':
      return { method: 'sepa', lastFour: payout.iban.slice(-4), holder: payout.holder };
    case 'manual':
      return { method: 'manual' };
    case 'evm':
      return { method: 'evm', lastFour: payout.address.slice(-4) };
  }
}
