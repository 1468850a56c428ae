// Made from core/contract by `npm run types:client`. Do not change it by hand.

/** With the checkpoints of both sizes it shows that nothing was changed since. */
export interface LogConsistency {
  readonly from: number;
  readonly to: number;
  /** RFC 6962, 2.1.2: SHA-256 in base64, in the order of the RFC. */
  readonly hashes: readonly string[];
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
}
