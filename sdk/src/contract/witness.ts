// Made from core/contract by `npm run types:client`. Do not change it by hand.

/** The operations of witness. */
export interface WitnessOperations {
  /** Cosign a checkpoint of the log of others. */
  readonly addCheckpoint: {
    readonly method: 'POST';
    readonly path: '/v1/witness/add-checkpoint';
    readonly answer: unknown;
  };
  /** The key that checkpoints of others are cosigned with. */
  readonly getWitnessKey: {
    readonly method: 'GET';
    readonly path: '/v1/witness/key';
    readonly answer: unknown;
  };
}
