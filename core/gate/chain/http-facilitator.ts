import type { SupportedChains } from '../../catalog/chain-rail.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../kernel/json.ts';
import type { CallAnswer, OutboundCall, RailOutbound } from '../../rails/ports.ts';
import type { FacilitatorKeys } from './facilitator-key.ts';
import type { Facilitator, Settled, Verified } from './ports.ts';
import { facilitatorBody, isTransaction, type SignedTransfer } from './transfer.ts';

const DEPTH_MAX = 16;
const REASON_MAX = 120;

/**
 * What facilitators say before anything was sent to a chain, in the words of x402's own: of all else it may be that the
 * transfer is on its way.
 */
const saidBefore: readonly RegExp[] = [
  /insufficient_(?:funds|balance)/,
  /signature/,
  /recipient_mismatch/,
  /(?:value|amount|network|name|version|scheme)_mismatch/,
  /authorization_value$/,
  /valid_(?:before|after)/,
  /(?:invalid|unsupported)(?:_[a-z0-9]+)*_(?:scheme|network|payload|payload_type)$/,
  /missing_eip712_domain/,
  /eip3009_not_supported/,
  /not_deployed_contract/,
  /factory_not_allowed/,
];

const isSaidBefore = (reason: string): boolean => saidBefore.some((form) => form.test(reason));

/** Facilitators of x402 behind addresses, through the one outbound client, each with the key that was put for it. */
export function httpFacilitator(
  outbound: Pick<RailOutbound, 'call'>,
  keys: Pick<FacilitatorKeys, 'get'>,
): Facilitator & Pick<SupportedChains, 'supports'> {
  const called = async (
    { tenant, facilitator }: { readonly tenant: string; readonly facilitator: string },
    {
      path,
      headers,
      ...call
    }: Pick<OutboundCall, 'method' | 'headers' | 'body'> & { path: string },
  ): Promise<CallAnswer> => {
    const own = await keyHeader(keys, { tenant, facilitator });
    if (own === undefined) return { kind: 'failed', reason: 'its key cannot be read' };
    const all = { ...headers, accept: 'application/json', ...own };
    return outbound.call({ ...call, url: `${facilitator}${path}`, headers: all });
  };
  const asked = (transfer: SignedTransfer, tenant: string, path: string): Promise<CallAnswer> =>
    called(
      { tenant, facilitator: transfer.rail.facilitator },
      {
        ...{ method: 'POST' as const, path, headers: { 'content-type': 'application/json' } },
        body: facilitatorBody(transfer),
      },
    );
  return {
    verify: async (transfer, tenant) =>
      verifiedIn(await asked(transfer, tenant, '/verify'), transfer),
    settle: async (transfer, tenant) =>
      settledIn(await asked(transfer, tenant, '/settle'), transfer),

    async supports({ facilitator, network }, tenant) {
      const call = { method: 'GET', path: '/supported', headers: {}, body: undefined } as const;
      const answer = await called({ tenant, facilitator }, call);
      const body = jsonIn(answer);
      const kinds = body?.['kinds'];
      if (!Array.isArray(kinds)) return unknown(answer);
      const isOne = (kind: JsonValue): boolean =>
        isJsonObject(kind) &&
        kind['x402Version'] === 2 &&
        kind['scheme'] === 'exact' &&
        (kind['network'] === network || kind['network'] === 'eip155:*');
      return { kind: (kinds as readonly JsonValue[]).some(isOne) ? 'supported' : 'not-supported' };
    },
  };
}

/** A key is for the facilitator that it was put for; undefined: nobody knows whether there is one. */
async function keyHeader(
  keys: Pick<FacilitatorKeys, 'get'>,
  { tenant, facilitator }: { readonly tenant: string; readonly facilitator: string },
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const key = await keys.get(tenant);
    return key?.facilitator === facilitator ? { [key.header]: key.value } : {};
  } catch {
    return undefined;
  }
}

function verifiedIn(answer: CallAnswer, { from }: SignedTransfer): Verified {
  const body = jsonIn(answer);
  if (body?.['isValid'] === true) {
    return isOther(body, from) ? unknown(answer, 'it names another payer') : { kind: 'valid' };
  }
  if (body?.['isValid'] !== false) return unknown(answer);
  return { kind: 'invalid', reason: reasonIn(body, 'invalidReason') };
}

function settledIn(answer: CallAnswer, { from, rail }: SignedTransfer): Settled {
  const body = jsonIn(answer);
  if (body?.['success'] === true) {
    const { transaction, network } = body;
    if (isOther(body, from)) return unknown(answer, 'it names another payer');
    if (network !== rail.network) return unknown(answer, 'it names another network');
    return typeof transaction === 'string' && isTransaction(transaction)
      ? { kind: 'settled', transaction: transaction.toLowerCase() }
      : unknown(answer, 'it names no transaction');
  }
  if (body?.['success'] !== false) return unknown(answer);
  const reason = reasonIn(body, 'errorReason');
  const wasSent = typeof body['transaction'] === 'string' && body['transaction'] !== '';
  return isSaidBefore(reason) && !wasSent ? { kind: 'refused', reason } : unknown(answer, reason);
}

/** Who is told of may be left out, and is never somebody else. */
const isOther = ({ payer }: JsonObject, from: string): boolean =>
  typeof payer === 'string' && payer !== '' && payer.toLowerCase() !== from;

/** What stands in an answer, whatever its status: some facilitators refuse with 4xx. What failed there says nothing. */
function jsonIn(answer: CallAnswer): JsonObject | undefined {
  if (answer.kind === 'failed' || answer.status >= 500) return undefined;
  try {
    const body = parseJson(answer.body, DEPTH_MAX);
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

const WORD = /^[A-Za-z0-9_.:-]+$/;

/** A word of theirs, never a text: what others say is shown to payers. */
function reasonIn(body: JsonObject, name: string): string {
  const reason = body[name];
  if (typeof reason !== 'string' || !WORD.test(reason)) return 'refused';
  return reason.slice(0, REASON_MAX);
}

const unknown = (
  answer: CallAnswer,
  detail = answer.kind === 'failed' ? answer.reason : `status ${answer.status}`,
): { readonly kind: 'unknown'; readonly detail: string } => ({ kind: 'unknown', detail });
