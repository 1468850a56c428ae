// Made from core/contract by `npm run types:client`. Do not change it by hand.

/** The operations of openapi. */
export interface OpenapiOperations {
  /** This interface as an OpenAPI 3.1 document. */
  readonly describeApi: {
    readonly method: 'GET';
    readonly path: '/openapi.json';
    readonly answer: unknown;
  };
}
