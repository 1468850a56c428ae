import { blindSigned } from '../../blind/blind-sign.ts';
import { shortId, tokenKeyFrom } from '../../blind/keys.ts';
import { tokenRequestFrom } from '../../blind/token-request.ts';
import { requestsMax } from '../../contract/private-passes/shapes.ts';
import { sha256 } from '../../kernel/digest.ts';
import { invariant } from '../../kernel/invariant.ts';
import { amountText, nanosOf, nanosPerMinorUnit } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import { refuseByToken } from '../../spend/tokens.ts';
import type { Gate } from '../gate.ts';
import { currentEpoch, whyUnsold } from './epoch.ts';
import type { PassEpoch, PassSale, PrivatePorts, SalePlace } from './ports.ts';
import { begunSale, paidSale } from './sale.ts';

/** Who buys, and what is to be signed. */
export interface PurchaseAsked {
  readonly payer: PayerKey;
  readonly pass: string;
  readonly keyId: string;
  /** Token requests, as they were sent. */
  readonly requests: readonly string[];
  /** The payer's token that it is asked for with. */
  readonly token: string | undefined;
}

/** What was signed, in the order of what was asked for. */
export interface PrivatePurchase {
  readonly epoch: PassEpoch;
  readonly sale: PassSale;
  readonly responses: readonly Uint8Array[];
}

const DIGEST_BYTES = 16;
const digestOf = (parts: readonly string[]): string =>
  sha256(JSON.stringify(parts)).toString('base64url', 0, DIGEST_BYTES);

/**
 * Takes the price of as many tokens out of one top-up of the wallet, and signs them unseen. The same requests again are
 * the same purchase: whoever never had the answer asks again, and pays nothing more.
 * @throws Rejection `private-pass.not-found`, `private-pass.unsuited`, `private-pass.ended`, `private-pass.refused`,
 *   `request.invalid`, `wallet.too-little`, and as tokens are refused and `refundMoney` does
 */
export async function buyPrivately(
  gate: Gate,
  ports: PrivatePorts,
  tenant: string,
  asked: PurchaseAsked,
): Promise<PrivatePurchase> {
  const { payer, pass, keyId } = asked;
  await refuseToken(gate, tenant, asked);
  const record = await ports.passes.get(tenant, pass);
  if (record === undefined) throw notFound(pass);
  const current = await currentEpoch(gate, ports, { tenant, record });
  const epoch = current?.keyId === keyId ? current : await ports.passes.byKey(keyId);
  if (epoch === undefined || epoch.tenant !== tenant || epoch.pass !== pass) {
    throw otherKey('it is no key of this private pass');
  }
  const blinded = blindedIn(epoch, asked.requests);
  const place: SalePlace = {
    ...{ tenant, pass, month: epoch.month },
    sale: digestOf([tenant, payer, keyId, ...asked.requests]),
  };
  const before = await ports.passes.sale(place);
  if (before === undefined && current?.keyId !== keyId) {
    if (current !== undefined) throw otherKey('its month is over');
    throw otherKey(`nothing is sold of it now, as ${await whyUnsold(gate, { tenant, record })}`);
  }
  if (before === undefined) refuseEnded(gate, epoch);
  const sale = before ?? (await begunSale(gate, ports.passes, { ...wanted(epoch, asked), place }));
  const paid = await paidSale(gate, ports.passes, { sale, payer });
  return { epoch, sale: paid, responses: await signed(ports, epoch, blinded) };
}

/** Who buys, how much it is, and what for. */
function wanted(epoch: PassEpoch, { payer, requests }: PurchaseAsked) {
  const { tenant, pass, month, currency, price } = epoch;
  const units = requests.length;
  const amount = nanosOf(price * BigInt(units));
  const minor = nanosPerMinorUnit(currency);
  if (amount % minor !== 0n) {
    let least = units;
    while ((price * BigInt(least)) % minor !== 0n) least += 1;
    if (least > requestsMax) throw uneven(epoch, least);
    const detail = `/requests: ask for as many tokens as come to whole minor units of ${currency}, such as ${least}: ${units} at ${amountText(price, currency)} come to ${amountText(amount, currency)}`;
    throw new Rejection('request.invalid', detail, { param: '/requests' });
  }
  const buyer = digestOf(['buyer', tenant, pass, month, payer]);
  return { payer, units, amount, currency, buyer };
}

/** What passes a token may not: no limit of a token sees what is bought so. */
async function refuseToken(
  { spend, clock }: Gate,
  tenant: string,
  { payer, token: id }: PurchaseAsked,
): Promise<void> {
  if (id === undefined) return;
  const state = await spend.spend.read(tenant, payer);
  const now = clock.now() > state.at ? clock.now() : state.at;
  const token = refuseByToken({ state, now }, id, 'charge');
  if (token?.limit === undefined) return;
  const detail =
    'use an API key, or a token for charge without a limit: private tokens are paid for at once';
  throw new Rejection('token.not-allowed', detail);
}

function refuseEnded({ clock }: Gate, { endsAt }: PassEpoch): void {
  if (clock.now() < endsAt) return;
  const detail = `make requests for the key that is listed now: this one ended at ${rfc3339(endsAt)}`;
  throw new Rejection('private-pass.ended', detail, { param: '/keyId' });
}

/** What was blinded, of each request. @throws Rejection `request.invalid` */
function blindedIn({ spki }: PassEpoch, requests: readonly string[]): readonly Uint8Array[] {
  const key = tokenKeyFrom(spki);
  invariant(key !== undefined, 'the key of an epoch is one');
  if (new Set(requests).size < requests.length) {
    throw invalid('/requests', 'send each request once: two are the same');
  }
  return requests.map((text, index) => {
    const param = `/requests/${index}`;
    const bytes = Buffer.from(text, 'base64url');
    const request = bytes.toString('base64url') === text ? tokenRequestFrom(bytes) : undefined;
    if (request === undefined) {
      throw invalid(param, 'send 259 bytes of a token request of the type 2, in base64url');
    }
    if (request.shortKeyId !== shortId(key)) {
      throw invalid(param, 'make it for the key that /keyId names: it is for another');
    }
    // What is longer than the modulus cannot be signed: before anything is paid.
    if (Buffer.compare(request.blinded, key.modulus) >= 0) {
      throw invalid(param, 'blind a message: this is no number below the modulus of the key');
    }
    return request.blinded;
  });
}

async function signed(
  { keys }: PrivatePorts,
  { tenant, keyId }: PassEpoch,
  blinded: readonly Uint8Array[],
): Promise<readonly Uint8Array[]> {
  const key = await keys.find(tenant, keyId);
  invariant(key !== undefined, `the private key ${keyId} is kept as long as it is sold`);
  return blinded.map((one) => {
    const bytes = blindSigned(key, one);
    invariant(bytes !== undefined, 'what was looked at can be signed');
    return bytes;
  });
}

const uneven = ({ price, currency }: PassEpoch, least: number): Rejection =>
  new Rejection(
    'private-pass.unsuited',
    `ask the seller for another price: only ${least} tokens at ${amountText(price, currency)} come to whole minor units of ${currency}, and ${requestsMax} are sold at once`,
  );

const invalid = (param: string, detail: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${detail}`, { param });

const otherKey = (why: string): Rejection =>
  new Rejection(
    'private-pass.ended',
    `/keyId: make requests for the key that GET /v1/private-passes lists now: ${why}`,
    { param: '/keyId' },
  );

const notFound = (key: string): Rejection =>
  new Rejection(
    'private-pass.not-found',
    `see GET /v1/private-passes: no private pass ${JSON.stringify(key)} is offered`,
    { param: '/privatePass' },
  );
