import { isJsonObject, type JsonValue } from '../kernel/json.ts';
import { base64In, base64urlIn, jsonIn, textIn } from './sent-json.ts';

/** Which part of a `PAYMENT-SIGNATURE` cannot be read, the first one, for who wrote it. */
export function unreadableX402(header: string): string {
  const sent = jsonIn(base64In(header));
  if (!isJsonObject(sent)) return 'PAYMENT-SIGNATURE is no JSON object in base64';
  if (sent['x402Version'] !== 2) return 'x402Version has to be the number 2';
  const { accepted, payload } = sent;
  if (!isJsonObject(accepted)) return 'accepted has to be one of accepts, as it was offered';
  if (!isJsonObject(payload)) return payloadWanted;
  const terms = ['scheme', 'network', 'amount', 'asset', 'payTo'];
  const missing = terms.find((name) => textIn(accepted, name) === undefined);
  return missing === undefined
    ? 'the id of payment-identifier has to be 16 to 128 letters, digits, - or _'
    : `accepted.${missing} has to be the text that was offered`;
}

/** Which part of an `Authorization: Payment` cannot be read, the first one. */
export function unreadableMpp(authorization: string): string {
  const [, text = '', ...others] = authorization.trim().split(/ +/);
  const sent = others.length > 0 ? undefined : jsonIn(base64urlIn(text));
  if (!isJsonObject(sent)) return 'after Payment comes one JSON object in base64url';
  const { challenge, payload } = sent;
  if (!isJsonObject(challenge)) {
    return 'challenge has to be the parameters of WWW-Authenticate: Payment, by their names';
  }
  if (!isJsonObject(payload)) return payloadWanted;
  const missing = ['id', 'realm', 'method', 'intent', 'request'].find(
    (name) => !isSaid(challenge[name], name),
  );
  return `challenge.${missing ?? 'request'} has to be the text that was offered`;
}

const payloadWanted = 'payload has to be {"token": "ftp_…"}';

/** Some clients send what the request says, instead of its text. */
const isSaid = (value: JsonValue | undefined, name: string): boolean =>
  typeof value === 'string' || (name === 'request' && isJsonObject(value));
