// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
} from './shared.ts';

/** An event, and where it is looked for. */
export interface AskedEvent {
  readonly source: string;
  readonly id: string;
  /** Whose it is, as it is recorded. */
  readonly subject: string;
  /** Its time, or any other in the same hour (UTC). */
  readonly time: Instant;
}

export interface EventProofs {
  /**
   * C2SP tlog-proofs of leaves of hours: of each subject, hour and part one. `extra` is base64 of
   * JSON with the leaf, the opened events, and the hashes that lead from them to it.
   */
  readonly proofs: readonly string[];
  /** Those of which there is no proof, and why. */
  readonly unproven: readonly ({
    readonly source: string;
    readonly id: string;
    readonly subject: string;
    readonly time: Instant;
    /**
     * `not-found`: the usage log has no such event in that hour. `not-yet`: its hour is not in the
     * log. `erased`: nobody can open it any more.
     */
    readonly reason: 'not-found' | 'not-yet' | 'erased';
  })[];
}

export interface EventProofsBody {
  readonly events: readonly AskedEvent[];
}

/** The operations of event proofs. */
export interface EventProofsOperations {
  /** That events were counted: each in the leaf of its hour. */
  readonly proveEvents: {
    readonly method: 'POST';
    readonly path: '/v1/event-proofs';
    readonly body: EventProofsBody;
    readonly answer: EventProofs;
  };
}
