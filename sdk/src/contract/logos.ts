// Made from core/contract by `npm run types:client`. Do not change it by hand.

export interface Logo {
  /** What the billing settings name it by. */
  readonly logo: string;
  readonly mediaType: 'image/png' | 'image/jpeg';
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** As it is kept, and is in each PDF. */
  readonly bytes: number;
}

export interface LogoBody {
  /** A PNG or a JPEG, in base64. */
  readonly image: string;
}

/** The operations of logos. */
export interface LogosOperations {
  /** Keep a picture that documents may show. */
  readonly keepLogo: {
    readonly method: 'POST';
    readonly path: '/v1/logos';
    readonly body: LogoBody;
    readonly answer: Logo;
  };
}
