// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
} from './shared.ts';

export interface AuditEntry {
  readonly id: string;
  readonly at: Instant;
  /** Left out for an operator, whom IAM has let in. */
  readonly keyId?: string;
  /** Who `Farthing-Actor` said it was. Nobody has checked it. */
  readonly actor?: string;
  /** The route, or what an operator did. */
  readonly action: string;
  readonly target: string;
  readonly body?: {
    /** Of the text that was sent, in hexadecimal. */
    readonly sha256: string;
    /**
     * Left out where it is longer than 16,384 characters, and of a customer, whose history has it.
     */
    readonly text?: string;
  };
  /**
   * What the caller was told. Left out, it is not known whether anything was changed: look at what
   * was to be changed.
   */
  readonly answered?: {
    readonly status: number;
    readonly code?: string;
  };
}

export interface AuditList {
  readonly entries: readonly AuditEntry[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** The operations of audit. */
export interface AuditOperations {
  /** Who asked for which change of money, terms, keys or quarantine, and when. */
  readonly listAudit: {
    readonly method: 'GET';
    readonly path: '/v1/audit';
    readonly query: {
      /** The first instant; the beginning where left out. */
      readonly from?: Instant | undefined;
      /** The first instant after; now where left out. */
      readonly to?: Instant | undefined;
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: AuditList;
  };
}
