/** What a server sends of what came to pay with. */
export type Payment = Readonly<Record<string, string>>;

/** A refusal, as far as it is paid by. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly offer: { readonly amount: string; readonly currency: string; readonly consent: string };
  /** The first way of x402, and the parameters of MPP. */
  readonly accepts: Readonly<Record<string, unknown>>;
  readonly challenge: Readonly<Record<string, string>>;
}

/** What a header says: JSON in base64. */
export const saidIn = (header: unknown): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(String(header), 'base64').toString()) as Record<string, unknown>;

/** The headers that an answer of the gate has. */
export const headersIn = (body: Readonly<Record<string, unknown>>): Record<string, string> =>
  body['headers'] as Record<string, string>;

/** What a refusal of the gate offers. */
export function refusalIn(body: Readonly<Record<string, unknown>>): Refusal {
  const { status, headers, problem } = body as {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | string[]>>;
    readonly problem: { readonly code: string; readonly offer: Refusal['offer'] };
  };
  const required = headers['payment-required'];
  const { accepts = [] } = (required === undefined ? {} : saidIn(required)) as {
    readonly accepts?: readonly Refusal['accepts'][];
  };
  const [challenge = ''] = headers['www-authenticate'] ?? [];
  return {
    ...{ status, code: problem.code, offer: problem.offer },
    accepts: accepts[0] ?? {},
    challenge: Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    ),
  };
}

/** What a client of x402 sends: the terms that it takes, as they came unless a test alters them. */
export const byX402 = (
  { accepts }: Pick<Refusal, 'accepts'>,
  token: string,
  { terms = {}, id }: { readonly terms?: object; readonly id?: string } = {},
): Payment => {
  const extensions = id === undefined ? {} : { 'payment-identifier': { info: { id } } };
  const accepted = { ...accepts, ...terms };
  const sent = { x402Version: 2, payload: { token }, accepted, extensions };
  return { paymentSignature: Buffer.from(JSON.stringify(sent)).toString('base64') };
};

/** What a client of MPP sends. */
export const byMpp = (
  { challenge }: Pick<Refusal, 'challenge'>,
  token: string,
  altered: object = {},
): Payment => {
  const sent = { challenge: { ...challenge, ...altered }, payload: { token } };
  return { authorization: `Payment ${Buffer.from(JSON.stringify(sent)).toString('base64url')}` };
};

/** What the page of a 402 posts. */
export const byConsent = ({ offer }: Pick<Refusal, 'offer'>, token: string): Payment => ({
  token,
  consent: offer.consent,
});
