import { type GateHold, heldOnce } from '../../../../core/gate/ask.ts';
import { boundTo, type GateAsked } from '../../../../core/gate/asked.ts';
import { captureGate } from '../../../../core/gate/capture.ts';
import { askGate } from '../../../../core/gate/decide.ts';
import type { Gate } from '../../../../core/gate/gate.ts';
import { openedOffer, type SealedOffer } from '../../../../core/gate/offer.ts';
import { newQuote } from '../../../../core/gate/quote.ts';
import { type Sent, sentIn } from '../../../../core/gate/sent.ts';
import { takenOffer } from '../../../../core/gate/take-offer.ts';
import { Rejection } from '../../../../core/kernel/rejection.ts';
import { millisecondsPer, timestampOf } from '../../../../core/kernel/timestamp.ts';
import { captureFound, foundToCapture } from '../../../../core/spend/protocol/hold-ends.ts';
import { rival } from '../gate/terms.ts';
import type { GateVerbs } from '../gate/verbs.ts';

type Opened = (
  gate: Gate,
  tenant: string,
  asked: { readonly asked: GateAsked; readonly sent: Sent; readonly text: string },
) => Promise<SealedOffer | string>;

/** Takes an offer that was refused where it can be opened otherwise. */
const taking =
  (opened: Opened): GateVerbs['ask'] =>
  async (gate, tenant, asked) => {
    const decision = await askGate(gate, tenant, asked);
    if (decision.outcome !== 'refused' || !decision.refusal.code.startsWith('offer.')) {
      return decision;
    }
    const held = await heldAnyway(gate, tenant, { asked, opened });
    return held === undefined ? decision : { outcome: 'held', held };
  };

async function heldAnyway(
  gate: Gate,
  tenant: string,
  { asked, opened }: { readonly asked: GateAsked; readonly opened: Opened },
): Promise<GateHold | undefined> {
  const sent = sentIn(asked.payment);
  if ('malformed' in sent || sent.offer === undefined) return undefined;
  const token = await gate.tokens.of(tenant, sent.token ?? '');
  try {
    const offer = await opened(gate, tenant, { asked, sent, text: sent.offer });
    if (typeof offer === 'string' || token === undefined) return undefined;
    return await heldOnce(gate, tenant, { asked, sent, token, offer });
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}

const openedAt = (gate: Gate, tenant: string, asked: GateAsked, text: string) =>
  openedOffer(gate.secrets, { tenant, bound: boundTo(asked) }, { text, now: gate.clock.now() });

/** Asks for a new price whatever was decided. */
async function billed(gate: Gate, tenant: string, asked: GateAsked) {
  const offer = await newQuote(gate, tenant, asked, undefined);
  const detail = 'pay by the offer that comes with this';
  const refusal = { status: 402, code: 'payment.required', detail, offer, by: 'x402' } as const;
  return { outcome: 'refused' as const, refusal };
}

interface PlantedGateBug {
  readonly name: string;
  readonly says: string;
  readonly gate: Partial<GateVerbs>;
}

/** Mistakes of the gate, each alone. */
export const plantedGateBugs: readonly PlantedGateBug[] = [
  {
    name: 'each-repeat-is-another',
    says: 'a payment that is sent again is held, and charged, once more',
    gate: {
      ask: (gate, tenant, asked) => {
        const { paymentSignature } = asked.payment;
        if (paymentSignature === undefined) return askGate(gate, tenant, asked);
        const sent = JSON.parse(Buffer.from(paymentSignature, 'base64').toString()) as object;
        const id = Buffer.from(gate.spend.random.bytes(16)).toString('hex');
        const extensions = { 'payment-identifier': { info: { id } } };
        const json = JSON.stringify({ ...sent, extensions });
        const payment = { paymentSignature: Buffer.from(json).toString('base64') };
        return askGate(gate, tenant, { ...asked, payment });
      },
    },
  },
  {
    name: 'once-a-day-is-once-each-time',
    says: 'what is paid once a day is paid each time',
    gate: { ask: (gate, tenant, asked) => askGate(gate, tenant, { ...asked, isOnce: false }) },
  },
  {
    name: 'failures-are-charged',
    says: 'what was not served is captured instead of given back',
    gate: {
      release: async (gate, tenant, id) => {
        await captureGate(gate, tenant, { id, quantity: undefined });
        return { id };
      },
    },
  },
  {
    name: 'what-is-unknown-is-a-bill',
    says: 'where it is not known what came of a hold, it is asked for again',
    gate: {
      ask: async (gate, tenant, asked) => {
        try {
          return await askGate(gate, tenant, asked);
        } catch (error) {
          if (error instanceof Rejection) throw error;
          return billed(gate, tenant, asked);
        }
      },
    },
  },
  {
    name: 'repeats-are-billed-anew',
    says: 'what was held before is asked for again',
    gate: {
      ask: async (gate, tenant, asked) => {
        const decision = await askGate(gate, tenant, asked);
        const isRepeated = decision.outcome === 'held' && decision.held.isRepeated;
        return isRepeated ? billed(gate, tenant, asked) : decision;
      },
    },
  },
  {
    name: 'ended-offers-are-taken',
    says: 'an offer is taken whenever it is sent',
    gate: {
      ask: taking(async (gate, tenant, { asked, text }) => {
        const end = Number.parseInt(text.split('.')[2] ?? '', 36) * millisecondsPer.second;
        const of = { tenant, bound: boundTo(asked) };
        const opened = await openedOffer(gate.secrets, of, { text, now: timestampOf(end) });
        if (typeof opened === 'string') return opened;
        return { ...opened, endsAt: timestampOf(gate.clock.now() + millisecondsPer.minute) };
      }),
    },
  },
  {
    name: 'offers-of-others-are-taken',
    says: 'an offer of another tenant is taken',
    gate: { ask: taking((gate, _, { asked, text }) => openedAt(gate, rival, asked, text)) },
  },
  {
    name: 'offers-are-for-any-payer',
    says: 'an offer for one payer is taken of another',
    gate: {
      ask: taking(async (gate, tenant, { asked, text }) => {
        const opened = await openedAt(gate, tenant, asked, text);
        return typeof opened === 'string' ? opened : { ...opened, payer: undefined };
      }),
    },
  },
  {
    name: 'any-asset-is-taken',
    says: 'what was accepted is not compared with what was offered',
    gate: {
      ask: taking((gate, tenant, { asked, sent: { x402: _x402, mpp: _mpp, ...sent }, text }) =>
        takenOffer(gate, tenant, { asked, sent, text }),
      ),
    },
  },
  {
    name: 'altered-offers-are-taken',
    says: 'what an offer says is believed, whoever signed it',
    gate: {
      ask: taking(async (gate, tenant, { asked, text }) => {
        const [, nonce = '', end = ''] = text.split('.');
        const endsAt = timestampOf(Number.parseInt(end, 36) * millisecondsPer.second);
        const sealed = await newQuote(gate, tenant, asked, undefined);
        return sealed === undefined ? 'refused' : { ...sealed, nonce, endsAt };
      }),
    },
  },
  {
    name: 'captured-whatever-it-costs',
    says: 'more is captured than was agreed to where the price has risen',
    gate: {
      capture: async ({ spend }, tenant, { id, quantity }) => {
        const hold = await foundToCapture(spend, tenant, { id, by: undefined });
        const { offer: _offer, ...entry } = hold.entry;
        const captured = await captureFound(spend, tenant, {
          ...{ id, by: undefined, part: undefined, hold: { ...hold, entry } },
          quantity: quantity ?? entry.quantity,
        });
        return { captured, receipt: undefined, headers: {} };
      },
    },
  },
];
