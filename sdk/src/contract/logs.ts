// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
} from './shared.ts';

/** With the checkpoints of both sizes it shows that nothing was changed since. */
export interface LogConsistency {
  readonly from: number;
  readonly to: number;
  /** RFC 6962, 2.1.2: SHA-256 in base64, in the order of the RFC. */
  readonly hashes: readonly string[];
}

/** The days of a year of which the checkpoint was kept. */
export interface LogDays {
  readonly days: readonly {
    /** A day of UTC, of the year of the log. */
    readonly day: string;
    /** How many entries the checkpoint has. */
    readonly size: number;
    /** What is anchored: SHA-256 of the checkpoint without its signatures, in hex. */
    readonly digest: string;
  }[];
}

/** How it stands with one witness of a log. */
export interface LogWitness {
  /** As the policy calls it. */
  readonly name: string;
  /** The last checkpoint that it cosigned. */
  readonly cosigned: {
    readonly size: number;
    readonly at: Instant;
  } | null;
  /** Why it does not, and since when so. */
  readonly failing: {
    /**
     * `unreachable`: no answer that means anything; `refused`: it does not know the log, or its
     * key; `ahead`: it has seen a larger log; `fork`: it has another tree of the same size;
     * `unproven`: the log did not grow from what it has seen; `wrong-signature`: what it answered
     * is not its signature.
     */
    readonly why: 'unreachable' | 'refused' | 'ahead' | 'fork' | 'unproven' | 'wrong-signature';
    readonly since: Instant;
  } | null;
}

/** Who has cosigned checkpoints of a log. */
export interface LogWitnesses {
  /** Whether as many have cosigned the newest checkpoint as are wanted. */
  readonly quorum: 'held' | 'lacking' | 'none-wanted';
  readonly lackingSince: Instant | null;
  /** C2SP tlog-policy: who is asked, and how many are wanted. */
  readonly policy: string | null;
  readonly witnesses: readonly LogWitness[];
}

/** The operations of logs. */
export interface LogsOperations {
  /** How far a log is, signed. */
  readonly getLogCheckpoint: {
    readonly method: 'GET';
    readonly path: '/v1/logs/{tenant}/{year}/checkpoint';
    readonly answer: unknown;
  };
  /** The key that checkpoints of a log are signed with. */
  readonly getLogKey: {
    readonly method: 'GET';
    readonly path: '/v1/logs/{tenant}/{year}/key';
    readonly answer: unknown;
  };
  /** That a log only grew between two sizes. */
  readonly getLogConsistency: {
    readonly method: 'GET';
    readonly path: '/v1/logs/{tenant}/{year}/consistency';
    readonly query: {
      /** The earlier size. */
      readonly from: number;
      /** The later size; that of the present checkpoint where left out. */
      readonly to?: number | undefined;
    };
    readonly answer: LogConsistency;
  };
  /** That a key of private tokens is in a log. */
  readonly getTokenKeyProof: {
    readonly method: 'GET';
    readonly path: '/v1/logs/{tenant}/{year}/token-keys/{keyId}';
    readonly answer: unknown;
  };
  /** A tile of a log, of the first thousand that are whole. */
  readonly getLogTile: {
    readonly method: 'GET';
    readonly path: '/v1/logs/{tenant}/{year}/tile/{level}/{first}';
    readonly answer: unknown;
  };
  /** A tile of a log: a later one, or one that is not whole. */
  readonly getLogTileBelow: {
    readonly method: 'GET';
    readonly path: '/v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}';
    readonly answer: unknown;
  };
  /** A tile of a log: a later one that is not whole, or a much later one. */
  readonly getLogTileFarBelow: {
    readonly method: 'GET';
    readonly path: '/v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}/{third}';
    readonly answer: unknown;
  };
  /** Who has cosigned the checkpoints of a log. */
  readonly getLogWitnesses: {
    readonly method: 'GET';
    readonly path: '/v1/logs/{tenant}/{year}/witnesses';
    readonly answer: LogWitnesses;
  };
  /** Of which days the checkpoint was kept, and what of it is anchored. */
  readonly listLogDays: {
    readonly method: 'GET';
    readonly path: '/v1/logs/{tenant}/{year}/days';
    readonly answer: LogDays;
  };
  /** The checkpoint of a day, as it was kept. */
  readonly getLogDay: {
    readonly method: 'GET';
    readonly path: '/v1/logs/{tenant}/{year}/days/{day}';
    readonly answer: unknown;
  };
}
