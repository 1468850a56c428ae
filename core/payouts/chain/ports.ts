import type { PayoutContract } from './payout-contract.ts';

/** It is not known: no answer came, or none that says it. */
interface Unknown {
  readonly kind: 'unknown';
  /** For a person. */
  readonly detail: string;
}

/** What a contract has, in a block that is final. */
export type ContractStands =
  | {
      readonly kind: 'read';
      readonly epoch: number;
      readonly root: string;
      readonly total: bigint;
    }
  | Unknown;

/** What a contract is, by the chain. */
export type ContractDescribed =
  | {
      readonly kind: 'read';
      readonly token: string;
      readonly decimals: number;
      readonly epoch: number;
    }
  | Unknown;

type Located = Pick<PayoutContract, 'rpc' | 'network' | 'address'>;

/** Reads a payout contract. None of them rejects for what is at the other end. */
export interface ContractReader {
  /** Why an address is never called, as an instruction; undefined where it may be. */
  refusal(url: string): string | undefined;
  stands(contract: Located): Promise<ContractStands>;
  /** As of now: a block may still be replaced by another. */
  root(contract: Located): Promise<{ readonly kind: 'read'; readonly root: string } | Unknown>;
  describe(contract: Located): Promise<ContractDescribed>;
}
