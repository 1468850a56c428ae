// Made from core/contract by `npm run types:client`. Do not change it by hand.

export interface PseudonymList {
  readonly pseudonyms: readonly {
    readonly subject: string;
    readonly pseudonym: string;
  }[];
}

export interface PseudonymsBody {
  readonly subjects: readonly string[];
}

/** The operations of pseudonyms. */
export interface PseudonymsOperations {
  /** Under which pseudonyms the usage of subjects is. */
  readonly listPseudonyms: {
    readonly method: 'POST';
    readonly path: '/v1/pseudonyms';
    readonly body: PseudonymsBody;
    readonly answer: PseudonymList;
  };
}
