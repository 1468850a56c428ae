import { sha256 } from '../kernel/digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/json.ts';
import type { GateResource } from './asked.ts';
import { base64In, jsonIn, textIn } from './sent-json.ts';

/** x402 version 2: a 402 has `PAYMENT-REQUIRED`, a request `PAYMENT-SIGNATURE`, a paid answer `PAYMENT-RESPONSE`. */
const x402Version = 2;

/** One way to pay; amounts are whole units of the asset. */
export interface OfferedWay {
  readonly scheme: string;
  /** `<namespace>:<reference>`, as CAIP-2 has it. */
  readonly network: string;
  readonly amount: string;
  readonly asset: string;
  readonly payTo: string;
  readonly maxTimeoutSeconds: number;
  readonly extra: JsonObject;
}

/** What is sent to pay by one of them. */
export interface SentPayload {
  readonly accepted: Omit<OfferedWay, 'maxTimeoutSeconds'>;
  readonly payload: JsonObject;
  /** What of `payment-identifier` the client gave: the same is paid once. */
  readonly identifier: string | undefined;
}

/** The scheme of what is used now and billed later: ours, and that of the binding for fiat credit. */
export const x402Scheme = 'batch-settlement';

const REFERENCE = /^[-_a-zA-Z0-9]{1,32}$/;
const REFERENCE_BYTES = 16;
const IDENTIFIER = /^[a-zA-Z0-9_-]{16,128}$/;

/** The network on which a tenant is paid: CAIP-2 takes 32 characters, so longer names are digested. */
export const x402Network = (tenant: string): string =>
  `farthing:${REFERENCE.test(tenant) ? tenant : sha256(tenant).toString('base64url', 0, REFERENCE_BYTES)}`;

/** That a client may name what it pays, so that the same is paid once. */
const identifierExtension = {
  'payment-identifier': {
    info: { required: false },
    schema: {
      type: 'object',
      properties: {
        required: { type: 'boolean' },
        id: { type: 'string', minLength: 16, maxLength: 128 },
      },
    },
  },
} as const;

/** `PAYMENT-REQUIRED`: ordinary base64, which clients need. */
export function paymentRequired({
  error,
  resource: { url, description, mimeType },
  accepts,
}: {
  readonly error: string;
  readonly resource: GateResource;
  readonly accepts: readonly OfferedWay[];
}): string {
  const resource = {
    url,
    ...(description === undefined ? {} : { description }),
    ...(mimeType === undefined ? {} : { mimeType }),
  };
  return base64({ x402Version, error, resource, accepts, extensions: identifierExtension });
}

/** `PAYMENT-RESPONSE`. Of what was not paid, `transaction` is empty. */
export const paymentResponse = (
  settled:
    | {
        readonly success: true;
        readonly transaction: string;
        readonly network: string;
        readonly payer: string;
        readonly amount: string;
      }
    | {
        readonly success: false;
        readonly errorReason: string;
        readonly transaction: '';
        readonly network: string;
      },
): string => base64(settled);

/** The reverse of what a client sends as `PAYMENT-SIGNATURE`; undefined where it is none of version 2. */
export function paymentSent(header: string): SentPayload | undefined {
  const sent = jsonIn(base64In(header));
  if (!isJsonObject(sent) || sent['x402Version'] !== x402Version) return undefined;
  const { accepted, payload, extensions } = sent;
  if (!isJsonObject(accepted) || !isJsonObject(payload)) return undefined;
  const terms = termsIn(accepted);
  if (terms === undefined) return undefined;
  const identifier = identifierIn(extensions);
  return identifier === 'malformed' ? undefined : { accepted: terms, payload, identifier };
}

function termsIn(accepted: JsonObject): SentPayload['accepted'] | undefined {
  const { extra } = accepted;
  const scheme = textIn(accepted, 'scheme');
  const network = textIn(accepted, 'network');
  const amount = textIn(accepted, 'amount');
  const asset = textIn(accepted, 'asset');
  const payTo = textIn(accepted, 'payTo');
  if (scheme === undefined || network === undefined || amount === undefined) return undefined;
  if (asset === undefined || payTo === undefined) return undefined;
  return { scheme, network, amount, asset, payTo, extra: isJsonObject(extra) ? extra : {} };
}

function identifierIn(extensions: JsonValue | undefined): string | undefined | 'malformed' {
  const extension = isJsonObject(extensions) ? extensions['payment-identifier'] : undefined;
  const info = isJsonObject(extension) ? extension['info'] : undefined;
  const id = isJsonObject(info) ? info['id'] : undefined;
  if (id === undefined || id === null) return undefined;
  return typeof id === 'string' && IDENTIFIER.test(id) ? id : 'malformed';
}

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64');
