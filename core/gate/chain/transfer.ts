import type { ChainRail } from '../../catalog/chain-rail.ts';
import type { JsonObject } from '../../kernel/json.ts';

/** A transfer that its payer has signed (ERC-3009), and by whom it is settled. Addresses, hashes: in small letters. */
export interface SignedTransfer {
  readonly rail: Pick<
    ChainRail,
    'facilitator' | 'network' | 'asset' | 'name' | 'version' | 'payTo' | 'timeoutSeconds'
  >;
  readonly from: string;
  /** A count of the token's units. */
  readonly units: bigint;
  /** Seconds since 1970. */
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  readonly nonce: string;
  readonly signature: string;
  /** What else the offer had in `extra`: a facilitator is told of what its payer has accepted. */
  readonly extra: JsonObject;
}

/** What is accepted, as x402 has it. */
const requirementOf = ({
  rail,
  units,
  extra,
}: Pick<SignedTransfer, 'rail' | 'units' | 'extra'>): JsonObject => ({
  scheme: 'exact',
  network: rail.network,
  amount: String(units),
  asset: rail.asset,
  payTo: rail.payTo,
  maxTimeoutSeconds: rail.timeoutSeconds,
  extra: { ...extra, name: rail.name, version: rail.version },
});

/** What a facilitator is asked with. */
export function facilitatorBody(transfer: SignedTransfer): string {
  const { rail, from, units, validAfter, validBefore, nonce, signature } = transfer;
  const accepted = requirementOf(transfer);
  const authorization = {
    ...{ from, to: rail.payTo, value: String(units) },
    ...{ validAfter: String(validAfter), validBefore: String(validBefore), nonce },
  };
  return JSON.stringify({
    x402Version: 2,
    paymentPayload: { x402Version: 2, accepted, payload: { signature, authorization } },
    paymentRequirements: accepted,
  });
}

const FORMS = {
  address: /^0x[0-9a-fA-F]{40}$/,
  hash: /^0x[0-9a-fA-F]{64}$/,
  count: /^(0|[1-9]\d{0,77})$/,
  signature: /^0x(?:[0-9a-fA-F]{2}){1,2048}$/,
};

/** Whether it names a transaction, as EVM chains name them. */
export const isTransaction = (text: string): boolean => FORMS.hash.test(text);

/** As much of a payload as is signed, and the signature. */
export type TransferSigned = Omit<SignedTransfer, 'rail' | 'extra'> & { readonly to: string };

/** What a client has signed, from what it sent as the payload of `exact`; undefined where it is no such thing. */
export function transferFrom(payload: JsonObject): TransferSigned | undefined {
  const { signature, authorization } = payload;
  if (typeof authorization !== 'object' || authorization === null) return undefined;
  const member = (name: string, form: RegExp): string | undefined => {
    const value = (authorization as JsonObject)[name];
    return typeof value === 'string' && form.test(value) ? value : undefined;
  };
  const [from, to] = [member('from', FORMS.address), member('to', FORMS.address)];
  const [units, validAfter, validBefore] = [
    ...['value', 'validAfter', 'validBefore'].map((name) => member(name, FORMS.count)),
  ];
  const nonce = member('nonce', FORMS.hash);
  const isSigned = typeof signature === 'string' && FORMS.signature.test(signature);
  if (from === undefined || to === undefined || nonce === undefined || !isSigned) return undefined;
  if (units === undefined || validAfter === undefined || validBefore === undefined) {
    return undefined;
  }
  return {
    ...{ from: from.toLowerCase(), to: to.toLowerCase(), nonce: nonce.toLowerCase() },
    ...{ units: BigInt(units), validAfter: BigInt(validAfter), validBefore: BigInt(validBefore) },
    signature: signature.toLowerCase(),
  };
}
