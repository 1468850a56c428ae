import type { LogAnchor } from './commit.ts';
import type { ContractPlace } from './payout-contract.ts';

/** What a contract has, in one block. */
export interface ContractState {
  readonly epoch: number;
  readonly root: string;
  /** What all leaves come to, what of it was claimed, and what tokens are there: each in units of the token. */
  readonly total: bigint;
  readonly paid: bigint;
  readonly funds: bigint;
  /** Who may commit. */
  readonly committer: string;
  readonly token: string;
  readonly decimals: number;
}

/** What a node says of a contract: `unknown` where no answer came, or none that says it. */
export type ContractRead = ({ readonly kind: 'read' } & ContractState) | Unknown;

interface Unknown {
  readonly kind: 'unknown';
  /** For a person. */
  readonly detail: string;
}

/**
 * Of which block: `final` is the last that no other will ever replace, as the chain itself says; `latest` may be
 * replaced yet.
 */
export type AtBlock = 'final' | 'latest';

type Located = ContractPlace & { readonly rpc: string };

/** Reads a payout contract. It never rejects for what is at the other end. */
export interface ContractReader {
  /** Why an address is never called, as an instruction; undefined where it may be. */
  refusal(url: string): string | undefined;
  read(contract: Located, at: AtBlock): Promise<ContractRead>;
  /** What an account has claimed in all, in units, as the latest block has it. */
  claimed(
    contract: Located,
    account: string,
  ): Promise<{ readonly kind: 'read'; readonly units: bigint } | Unknown>;
}

/** What there is to anchor of public logs. */
export interface LogAnchors {
  /** That of the latest day; undefined where no day's checkpoint was kept. */
  latest(tenant: string): Promise<LogAnchor | undefined>;
}
