import type { ContractBody } from '../../contract/payouts/contract-shapes.ts';
import { type Currency, currencyFrom, minorUnits } from '../../kernel/currency.ts';
import { invariant } from '../../kernel/invariant.ts';
import { Rejection } from '../../kernel/rejection.ts';

/** Where a contract is. */
export interface ContractPlace {
  /** CAIP-2: `eip155:8453`. */
  readonly network: string;
  /** In small letters, as all addresses are. */
  readonly address: string;
}

/** The contract that pays a tenant's payees, and its token. */
export interface PayoutContract extends ContractPlace {
  readonly token: string;
  /** Of the token. */
  readonly decimals: number;
  /** Which currency one whole token stands for, by the tenant's word. */
  readonly currency: Currency;
  /** Whether its commits carry what is anchored of the public log; no where left out. */
  readonly anchorsLog?: boolean | undefined;
  /** A node of the chain. */
  readonly rpc: string;
}

/**
 * What settings say of a contract.
 * @throws Rejection `request.invalid`
 */
export function payoutContractFrom(sent: ContractBody): PayoutContract {
  const { currency: code, decimals } = sent;
  const currency = currencyFrom(code);
  if (currency === undefined) {
    throw invalid('currency', `give an ISO 4217 code that there is, such as USD, got ${code}`);
  }
  // Else a minor unit would be no whole unit of the token.
  if (decimals < minorUnits[currency]) {
    const least = `the ${minorUnits[currency]} places of ${currency}`;
    throw invalid('decimals', `name a token that has ${least} at least, got ${decimals}`);
  }
  return {
    ...sent,
    ...{ currency, address: sent.address.toLowerCase(), token: sent.token.toLowerCase() },
  };
}

const invalid = (name: string, detail: string): Rejection =>
  new Rejection('request.invalid', `/contract/${name}: ${detail}`, { param: `/contract/${name}` });

export const contractMissing = (): Rejection =>
  new Rejection(
    'payout.contract-missing',
    'say first which contract pays: `contract` of PUT /v1/payouts/settings',
  );

export const placeOf = ({ network, address }: ContractPlace): ContractPlace => ({
  network,
  address,
});

/** A contract, or an account, of a chain by CAIP-10: `eip155:8453:0x…`. */
export const accountIdOf = ({ network, address }: ContractPlace): string =>
  `${network}:${address.toLowerCase()}`;

/** The reverse of `accountIdOf`. */
export function accountFrom(accountId: string): ContractPlace {
  const [, network, address] = /^(eip155:\d{1,18}):(0x[0-9a-f]{40})$/.exec(accountId) ?? [];
  const isOne = network !== undefined && address !== undefined;
  invariant(isOne, `${accountId} is an account of a chain`);
  return { network, address };
}

export const isSameContract = (a: ContractPlace, b: ContractPlace): boolean =>
  a.network === b.network && a.address === b.address;

/** What has paid a payout, for the books: an epoch of a contract. */
export const epochName = (contract: ContractPlace, epoch: number): string =>
  `${accountIdOf(contract)}#${epoch}`;
