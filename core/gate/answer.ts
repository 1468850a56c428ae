import type { GateAnswer, GateHeaders, GateRefusalAnswer } from '../contract/gate/shapes.ts';
import { problemMediaType, problemTitle, problemType } from '../contract/problem.ts';
import type { RejectionCode } from '../contract/rejection-codes.ts';
import { amountText, nanosOf } from '../kernel/money.ts';
import { rfc3339 } from '../kernel/timestamp.ts';
import type { GateHold } from './ask.ts';
import type { GateAsked } from './asked.ts';
import type { GateDecision, GateRefusal } from './decide.ts';
import type { FreeView } from './free-view.ts';
import type { Gate } from './gate.ts';
import { mppHeader } from './mpp.ts';
import type { SealedOffer } from './offer.ts';
import { mppOffer, x402Offer } from './offered-dialects.ts';
import { paymentRequired, paymentResponse, x402Network } from './x402.ts';

/** Headers of a 402 are 2 KB at most, with their names and the others: what is in between refuses more. */
const HEADERS_MAX = 1_920;

/** What MPP names the same. */
const mppProblems: Readonly<Partial<Record<RejectionCode, string>>> = {
  'payment.required': 'payment-required',
  'payment.malformed': 'malformed-credential',
  'offer.ended': 'payment-expired',
  'offer.refused': 'invalid-challenge',
  'offer.used': 'invalid-challenge',
  'budget.exceeded': 'payment-insufficient',
  'wallet.empty': 'payment-insufficient',
  'token.limit-exceeded': 'payment-insufficient',
  'token.refused': 'verification-failed',
  'token.not-allowed': 'verification-failed',
};

/** A decision as it is answered. */
export async function gateAnswer(
  gate: Pick<Gate, 'secrets' | 'clock'>,
  tenant: string,
  asked: GateAsked,
  decision: GateDecision,
): Promise<GateAnswer> {
  switch (decision.outcome) {
    case 'held':
      return heldAnswer(decision.held);
    case 'free':
      return { outcome: 'free', headers: freeHeaders(asked, decision.free) };
    case 'refused':
      return refusedAnswer(gate, tenant, asked, decision.refusal);
  }
}

function heldAnswer({ id, payer, currency, offer, isRepeated, endsAt, ...money }: GateHold) {
  const { net, tax, left } = money;
  return {
    ...{ outcome: 'held' as const, id, payer, by: offer.by },
    net: amountText(net, currency),
    tax: amountText(tax, currency),
    amount: amountText(nanosOf(net + tax), currency),
    currency,
    left: left === undefined ? null : amountText(left, currency),
    endsAt: rfc3339(endsAt),
    repeated: isRepeated,
    headers: { 'cache-control': 'private' },
  };
}

function freeHeaders({ resource }: GateAsked, { counted, seconds }: FreeView): GateHeaders {
  const secure = new URL(resource.url).protocol === 'https:' ? '; Secure' : '';
  const cookie = `farthing-free=${counted}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
  return { 'set-cookie': `${cookie}${secure}`, 'cache-control': 'private' };
}

async function refusedAnswer(
  { secrets, clock }: Pick<Gate, 'secrets' | 'clock'>,
  tenant: string,
  asked: GateAsked,
  refusal: GateRefusal,
): Promise<GateRefusalAnswer> {
  const { status, code, detail, offer, byChain, privately, by } = refusal;
  const common = { 'cache-control': 'no-store', 'content-type': problemMediaType };
  const type = mppProblems[code];
  const problem = {
    type: type === undefined ? problemType(code) : `https://paymentauth.org/problems/${type}`,
    ...{ title: problemTitle(code), status, detail, code },
    ...(offer === undefined ? {} : { offer: shownOffer(offer) }),
    ...(asked.topUpUrl === undefined ? {} : { topUp: asked.topUpUrl }),
  };
  const answer = (headers: GateHeaders): GateRefusalAnswer => ({
    ...{ outcome: 'refused', status, problem },
    headers: { ...common, ...headers },
  });
  if (status === 503) return answer({ 'retry-after': '1' });
  if (status === 401) {
    return answer({ 'www-authenticate': [`Bearer realm="${hostOf(asked.resource.url)}"`] });
  }
  if (offer === undefined) return answer({});
  const secret = await secrets.current(tenant, clock.now());
  const challenge = mppHeader(mppOffer(secret, asked, offer));
  const errorReason = x402Reason(code);
  const failed =
    by === 'x402'
      ? paymentResponse({
          success: false,
          errorReason,
          transaction: '',
          network: x402Network(tenant),
        })
      : undefined;
  const accepts = [x402Offer(tenant, asked, offer), ...(byChain === undefined ? [] : [byChain])];
  const required = (room: number) =>
    fitting(room, asked.resource, (resource) =>
      paymentRequired({ error: errorReason, resource, accepts }),
    );
  const room = HEADERS_MAX - challenge.length - (failed?.length ?? 0);
  return answer({
    ...withRoom({ challenge, privately, required, room }),
    ...(failed === undefined ? {} : { 'payment-response': failed }),
  });
}

/** The others pay for whoever comes: they go before what is paid privately where there is no room for all. */
function withRoom({
  challenge,
  privately,
  required,
  room,
}: {
  readonly challenge: string;
  readonly privately: string | undefined;
  readonly required: (room: number) => string;
  readonly room: number;
}): GateHeaders {
  const rest = room - (privately?.length ?? 0);
  const short = required(rest);
  return privately === undefined || short.length > rest
    ? { 'payment-required': required(room), 'www-authenticate': [challenge] }
    : { 'payment-required': short, 'www-authenticate': [challenge, privately] };
}

const shownOffer = ({ atMost, currency, text, endsAt }: SealedOffer) => ({
  amount: amountText(atMost, currency),
  currency,
  consent: text,
  expiresAt: rfc3339(endsAt),
});

/** What x402 calls it where it has a word for it. */
function x402Reason(code: RejectionCode): string {
  if (mppProblems[code] === 'payment-insufficient') return 'insufficient_funds';
  return code.replaceAll(/[.-]/g, '_');
}

const hostOf = (url: string): string => new URL(url).hostname;

/** With as much said of the resource as there is room for. What an offer is for, it knows by itself. */
function fitting(
  room: number,
  { url, description, mimeType }: GateAsked['resource'],
  written: (resource: GateAsked['resource']) => string,
): string {
  const { origin, pathname } = new URL(url);
  const tries = [
    { url, description, mimeType },
    { url, mimeType },
    { url },
    { url: origin + pathname },
  ];
  const fits = tries.map(written).find((text) => text.length <= room);
  return fits ?? written({ url: origin });
}
