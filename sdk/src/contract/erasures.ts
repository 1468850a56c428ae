// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  PayerKey,
} from './shared.ts';

export interface Erasure {
  readonly payer: PayerKey;
  readonly dryRun: boolean;
  /** What was taken this time, or would be, place by place. */
  readonly erased: readonly {
    readonly place: string;
    readonly records: number;
  }[];
  readonly kept: readonly ({
    readonly what: 'customer' | 'mandates' | 'claims' | 'quarantine' | 'documents' | 'spend' | 'usage-in-clear' | 'usage-under-pseudonyms' | 'billing-runs' | 'audit' | 'messages' | 'backups';
    /** null where it stays for good. */
    readonly until: Instant | null;
    readonly reason: string;
  })[];
  readonly notCovered: readonly string[];
  /** From when on another erasure takes what this one had to leave. */
  readonly again?: Instant;
}

export interface ErasureBody {
  readonly payer: PayerKey;
  /** Whether only to say what it would do. */
  readonly dryRun?: boolean;
}

/** The operations of erasures. */
export interface ErasuresOperations {
  /** Erase a payer, or say what that would take and what stays. */
  readonly erasePayer: {
    readonly method: 'POST';
    readonly path: '/v1/erasures';
    readonly body: ErasureBody;
    readonly answer: Erasure;
  };
}
